/// The stepper of LSTM and GRU generators.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/engine/contract/recurrent_weights.h>
#include <lingan/engine/cpu/output_layer.h>
#include <lingan/engine/packed_layer.h>
#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// Packed layers, embeddings, and the walk through the layers. The state of a row holds its layers,
/// lowest first: h, then c for an LSTM.
class RecurrentStepper final : public Stepper {
 public:
  /// Packs a copy of the weights.
  /// @param precision  of the output layer's products.
  /// @throws UsageError if a size of the weights is out of its range.
  explicit RecurrentStepper(const RecurrentWeights& weights,
                            Precision precision = Precision::kFloat32);

  const OutputLayer& output() const override { return output_; }
  int64_t state_width() const override { return state_width_; }
  void initial_states(int64_t rows, float* states) const override;
  void advance(std::span<const int32_t> tokens, float* states, float* hidden) const override;

 private:
  struct Layer {
    PackedLayer input;
    PackedLayer recurrent;
  };
  /// Buffers of one call of advance.
  struct Scratch;
  /// Updates the state of one row of one layer; its first H floats become the layer's output.
  using Cell = void (*)(const float* from_input, const float* from_state, int64_t hidden_width,
                        float* state);

  void advance_tile(std::span<const int32_t> tokens, float* states, float* hidden) const;
  void first_inputs(std::span<const int32_t> tokens, Scratch& scratch) const;
  void build_table();

  Cell cell_;
  int64_t embedding_width_;
  int64_t hidden_width_;
  int64_t state_per_layer_;
  int64_t state_width_;
  std::vector<float> embeddings_;
  std::vector<Layer> layers_;
  /// First layer's input products of every token, [V, padded G*H], or empty where they would take
  /// more than kTableBytes: the table costs V products whenever the weights change.
  std::vector<float> table_;
  OutputLayer output_;

  static constexpr int64_t kTableBytes = int64_t{4} << 20;
};

}  // namespace lingan::engine
