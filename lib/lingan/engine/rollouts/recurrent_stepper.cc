#include <lingan/engine/rollouts/recurrent_stepper.h>

#include <algorithm>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/cpu/affine.h>
#include <lingan/engine/cpu/cells.h>

namespace lingan::engine {
namespace {

/// Rows whose gates stay in cache together.
constexpr int64_t kTileRows = 64;

void require_size(const char* name, std::span<const float> values, int64_t expected) {
  if (static_cast<int64_t>(values.size()) == expected) return;
  throw UsageError(std::string("recurrent weights: ") + name + " holds " +
                   std::to_string(values.size()) + " numbers, its shape needs " +
                   std::to_string(expected));
}

void require_shapes(const RecurrentWeights& w, int64_t gates) {
  if (w.vocabulary < 1 || w.embedding_width < 1 || w.hidden_width < 1 || w.layers.empty()) {
    throw UsageError("recurrent weights: vocabulary, widths and layers must be at least 1");
  }
  require_size("embeddings", w.embeddings, w.vocabulary * w.embedding_width);
  int64_t inputs = w.embedding_width;
  for (const auto& layer : w.layers) {
    require_size("input_weight", layer.input_weight, gates * w.hidden_width * inputs);
    require_size("recurrent_weight", layer.recurrent_weight,
                 gates * w.hidden_width * w.hidden_width);
    require_size("input_bias", layer.input_bias, gates * w.hidden_width);
    require_size("recurrent_bias", layer.recurrent_bias, gates * w.hidden_width);
    inputs = w.hidden_width;
  }
  require_size("output_weight", w.output_weight, w.vocabulary * w.hidden_width);
  require_size("output_bias", w.output_bias, w.vocabulary);
}

const RecurrentWeights& checked(const RecurrentWeights& weights, int64_t gates) {
  require_shapes(weights, gates);
  return weights;
}

}  // namespace

struct RecurrentStepper::Scratch {
  RowBlocks packed;
  std::vector<float> gathered;            // [rows, E]: embeddings of the tokens
  std::vector<float> from_input;          // [rows, padded G*H]
  std::vector<float> from_state;          // [rows, padded G*H]
  std::vector<const float*> first_input;  // [rows]: the first layer's input products
};

RecurrentStepper::RecurrentStepper(const RecurrentWeights& weights, int64_t gates,
                                   int64_t states_per_layer)
    : embedding_width_(checked(weights, gates).embedding_width),
      hidden_width_(weights.hidden_width),
      state_per_layer_(states_per_layer * weights.hidden_width),
      state_width_(state_per_layer_ * static_cast<int64_t>(weights.layers.size())),
      embeddings_(weights.embeddings.begin(), weights.embeddings.end()),
      output_(weights.output_weight, weights.output_bias, weights.output_precision) {
  for (const auto& layer : weights.layers) {
    layers_.push_back({PackedLayer(layer.input_weight, layer.input_bias, 0.0f),
                       PackedLayer(layer.recurrent_weight, layer.recurrent_bias, 0.0f)});
  }
  build_table();
}

void RecurrentStepper::build_table() {
  const PackedLayer& layer = layers_.front().input;
  const int64_t vocabulary = output_.vocabulary_size();
  const int64_t stride = layer.padded_outputs();
  if (vocabulary * stride * static_cast<int64_t>(sizeof(float)) > kTableBytes) return;
  table_.resize(static_cast<size_t>(vocabulary * stride));
  parallel_for(vocabulary, kTileRows, [&](int64_t begin, int64_t end) {
    RowBlocks rows;
    rows.pack(embeddings_.data() + begin * embedding_width_, end - begin, embedding_width_,
              embedding_width_);
    affine(layer, rows, table_.data() + begin * stride);
  });
}

void RecurrentStepper::initial_states(int64_t rows, float* states) const {
  std::fill_n(states, rows * state_width_, 0.0f);
}

void RecurrentStepper::advance(std::span<const int32_t> tokens, float* states,
                               float* hidden) const {
  parallel_for(static_cast<int64_t>(tokens.size()), kTileRows, [&](int64_t begin, int64_t end) {
    advance_tile(tokens.subspan(begin, end - begin), states + begin * state_width_,
                 hidden + begin * hidden_width_);
  });
}

void RecurrentStepper::first_inputs(std::span<const int32_t> tokens, Scratch& scratch) const {
  const int64_t rows = static_cast<int64_t>(tokens.size());
  const PackedLayer& layer = layers_.front().input;
  const int64_t stride = layer.padded_outputs();
  scratch.first_input.resize(tokens.size());
  if (!table_.empty()) {
    for (int64_t r = 0; r < rows; ++r) scratch.first_input[r] = table_.data() + tokens[r] * stride;
    return;
  }
  scratch.gathered.resize(static_cast<size_t>(rows * embedding_width_));
  for (int64_t r = 0; r < rows; ++r) {
    std::copy_n(embeddings_.data() + tokens[r] * embedding_width_, embedding_width_,
                scratch.gathered.data() + r * embedding_width_);
  }
  scratch.packed.pack(scratch.gathered.data(), rows, embedding_width_, embedding_width_);
  affine(layer, scratch.packed, scratch.from_input.data());
  for (int64_t r = 0; r < rows; ++r)
    scratch.first_input[r] = scratch.from_input.data() + r * stride;
}

void RecurrentStepper::advance_tile(std::span<const int32_t> tokens, float* states,
                                    float* hidden) const {
  const int64_t rows = static_cast<int64_t>(tokens.size());
  const int64_t stride = layers_.front().recurrent.padded_outputs();
  Scratch scratch;
  scratch.from_input.resize(static_cast<size_t>(rows * stride));
  scratch.from_state.resize(static_cast<size_t>(rows * stride));
  for (size_t l = 0; l < layers_.size(); ++l) {
    float* state = states + static_cast<int64_t>(l) * state_per_layer_;
    if (l == 0) {
      first_inputs(tokens, scratch);
    } else {
      scratch.packed.pack(state - state_per_layer_, rows, hidden_width_, state_width_);
      affine(layers_[l].input, scratch.packed, scratch.from_input.data());
    }
    scratch.packed.pack(state, rows, hidden_width_, state_width_);
    affine(layers_[l].recurrent, scratch.packed, scratch.from_state.data());
    for (int64_t r = 0; r < rows; ++r) {
      const float* from_input = l == 0 ? scratch.first_input[r] : &scratch.from_input[r * stride];
      cell(from_input, &scratch.from_state[r * stride], state + r * state_width_);
    }
  }
  const float* top = states + state_width_ - state_per_layer_;
  for (int64_t r = 0; r < rows; ++r) {
    std::copy_n(top + r * state_width_, hidden_width_, hidden + r * hidden_width_);
  }
}

void LstmStepper::cell(const float* gates_x, const float* gates_h, float* state) const {
  lstm_cell(gates_x, gates_h, hidden_width(), state);
}

void GruStepper::cell(const float* gates_x, const float* gates_h, float* state) const {
  gru_cell(gates_x, gates_h, hidden_width(), state);
}

}  // namespace lingan::engine
