#include <lingan/engine/training/recurrent_layer.h>

#include <algorithm>
#include <memory>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/engine/panels.h>

namespace lingan::engine {
namespace {

constexpr int64_t kPackedAtOnce = 16384;  // weights that are worth a thread

using Floats = std::unique_ptr<float[]>;

Floats floats(int64_t count) {
  return std::make_unique_for_overwrite<float[]>(static_cast<size_t>(count));
}

int64_t panels_at_once(int64_t depth) {
  return std::max<int64_t>(1, kPackedAtOnce / (kPanel * depth));
}

/// Rows of W side by side: panels [rows/32, columns, 32] of W^T.
Floats panels_of_rows(const WeightRows& weight) {
  Floats panels = floats(weight.count * weight.depth);
  parallel_for(weight.count / kPanel, panels_at_once(weight.depth),
               [&](int64_t begin, int64_t end) { pack_panels(weight, begin, end, panels.get()); });
  return panels;
}

/// Columns of W side by side: panels [columns/32, rows, 32] of W.
Floats panels_of_columns(const WeightRows& weight) {
  Floats panels = floats(weight.count * weight.depth);
  const auto pack = [&](int64_t begin, int64_t end) {
    for (int64_t panel = begin; panel < end; ++panel) {
      for (int64_t row = 0; row < weight.count; ++row) {
        std::copy_n(weight.values + row * weight.depth + panel * kPanel, kPanel,
                    panels.get() + (panel * weight.count + row) * kPanel);
      }
    }
  };
  parallel_for(weight.depth / kPanel, panels_at_once(weight.count), pack);
  return panels;
}

/// Sentences that a thread takes at a time, a multiple of 8, the rows of a tile in registers:
int64_t sentences_at_once(int64_t rows) {
  const int64_t share = (rows + 2 * thread_count() - 1) / (2 * thread_count());
  return std::clamp<int64_t>((share + 7) / 8 * 8, 8, 64);
}

}  // namespace

bool recurrent_layer_takes(int64_t inputs, int64_t width) {
  return inputs % kPanel == 0 && width % kPanel == 0;
}

void recurrent_layer(const RecurrentLayerTask& task, const RecurrentLayerStates& states) {
  const RecurrentShape& shape = task.shape;
  const bool gru = !shape.is_lstm();
  const RecurrentLayerWeights& w = task.weights;
  std::vector<float> bias(w.input_bias, w.input_bias + shape.outputs());
  const int64_t shared = gru ? 2 * shape.width : 4 * shape.width;  // by input and state
  for (int64_t i = 0; i < shared; ++i) bias[i] += w.recurrent_bias[i];
  const Floats input_panels = panels_of_rows({w.input_weight, shape.outputs(), shape.inputs});
  const Floats hidden_panels = panels_of_rows({w.recurrent_weight, shape.outputs(), shape.width});
  const RecurrentForward run = {.shape = shape,
                                .input = task.input,
                                .initial_hidden = task.initial_hidden,
                                .initial_cell = task.initial_cell,
                                .input_panels = input_panels.get(),
                                .hidden_panels = hidden_panels.get(),
                                .bias = bias.data(),
                                .state_bias = gru ? w.recurrent_bias + 2 * shape.width : nullptr,
                                .gates = states.gates,
                                .cells = states.cells,
                                .hidden = states.hidden};
  parallel_for(shape.rows, sentences_at_once(shape.rows),
               [&](int64_t begin, int64_t end) { recurrent_forward(run, begin, end); });
}

void recurrent_layer_gradient(const RecurrentLayerTask& task, const RecurrentLayerStates& states,
                              const RecurrentLayerGradient& gradient) {
  const RecurrentShape& shape = task.shape;
  const int64_t tokens = shape.tokens();
  const std::vector<float> zeros(std::max(shape.inputs, shape.width), 0.0f);
  const Floats input_panels =
      gradient.input ? panels_of_columns({task.weights.input_weight, shape.outputs(), shape.inputs})
                     : nullptr;
  const Floats hidden_panels =
      panels_of_columns({task.weights.recurrent_weight, shape.outputs(), shape.width});
  const Floats gate_slope = floats(tokens * 4 * shape.width);
  const Floats previous_hidden = floats(tokens * shape.width);
  const RecurrentBackward run = {.shape = shape,
                                 .initial_hidden = task.initial_hidden,
                                 .initial_cell = task.initial_cell,
                                 .gates = states.gates,
                                 .cells = states.cells,
                                 .hidden = states.hidden,
                                 .hidden_slope = gradient.hidden,
                                 .last_cell_slope = gradient.last_cell,
                                 .input_panels = input_panels.get(),
                                 .hidden_panels = hidden_panels.get(),
                                 .zeros = zeros.data(),
                                 .gate_slope = gate_slope.get(),
                                 .previous_hidden = previous_hidden.get(),
                                 .initial_hidden_slope = gradient.initial_hidden,
                                 .initial_cell_slope = gradient.initial_cell,
                                 .input_slope = gradient.input};
  parallel_for(shape.rows, sentences_at_once(shape.rows),
               [&](int64_t begin, int64_t end) { recurrent_backward(run, begin, end); });
  const RecurrentWeightGradient sums = {.shape = shape,
                                        .input = task.input,
                                        .previous_hidden = previous_hidden.get(),
                                        .gate_slope = gate_slope.get(),
                                        .zeros = zeros.data(),
                                        .input_weight = gradient.input_weight,
                                        .hidden_weight = gradient.recurrent_weight,
                                        .input_bias = gradient.input_bias,
                                        .hidden_bias = gradient.recurrent_bias};
  parallel_for(4 * shape.width / kGateBlock, 1, [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) recurrent_weight_gradient(sums, block);
  });
}

}  // namespace lingan::engine
