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
constexpr int64_t kTileRows = 6 * kRowBlock;

const RecurrentWeights& checked(const RecurrentWeights& w) {
  if (w.vocabulary < 1 || w.embedding_width < 1 || w.hidden_width < 1) {
    throw UsageError("recurrent weights: vocabulary and widths must be at least 1");
  }
  if (w.layer_count < 1 || w.layer_count > kMaxRecurrentLayers) {
    throw UsageError("recurrent weights: " + std::to_string(w.layer_count) +
                     " layers; expected 1.." + std::to_string(kMaxRecurrentLayers));
  }
  if (w.gates != 3 && w.gates != 4) {
    throw UsageError("recurrent weights: " + std::to_string(w.gates) +
                     " gates; expected 4 (LSTM) or 3 (GRU)");
  }
  return w;
}

/// The numbers of a matrix or vector.
std::span<const float> numbers(const float* first, int64_t rows, int64_t width = 1) {
  return {first, static_cast<size_t>(rows * width)};
}

}  // namespace

struct RecurrentStepper::Scratch {
  RowBlocks packed;
  std::vector<float> gathered;            // [rows, E]: embeddings of the tokens
  std::vector<float> from_input;          // [rows, padded G*H]
  std::vector<float> from_state;          // [rows, padded G*H]
  std::vector<const float*> first_input;  // [rows]: the first layer's input products
};

RecurrentStepper::RecurrentStepper(const RecurrentWeights& weights, Precision precision)
    : cell_(checked(weights).is_lstm() ? lstm_cell : gru_cell),
      embedding_width_(weights.embedding_width),
      hidden_width_(weights.hidden_width),
      state_per_layer_(weights.state_per_layer()),
      state_width_(weights.state_width()),
      output_(numbers(weights.output_weight, weights.vocabulary, hidden_width_),
              numbers(weights.output_bias, weights.vocabulary), precision) {
  const auto table = numbers(weights.embeddings, weights.vocabulary, embedding_width_);
  embeddings_.assign(table.begin(), table.end());
  const int64_t gates = weights.gates * hidden_width_;
  for (int32_t l = 0; l < weights.layer_count; ++l) {
    const RecurrentLayerWeights& layer = weights.layers[l];
    layers_.push_back({PackedLayer(numbers(layer.input_weight, gates, weights.input_width(l)),
                                   numbers(layer.input_bias, gates), 0.0f),
                       PackedLayer(numbers(layer.recurrent_weight, gates, hidden_width_),
                                   numbers(layer.recurrent_bias, gates), 0.0f)});
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
      cell_(from_input, &scratch.from_state[r * stride], hidden_width_, state + r * state_width_);
    }
  }
  const float* top = states + state_width_ - state_per_layer_;
  for (int64_t r = 0; r < rows; ++r) {
    std::copy_n(top + r * state_width_, hidden_width_, hidden + r * hidden_width_);
  }
}

}  // namespace lingan::engine
