/// Steppers of LSTM and GRU generators, built from plain weights.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/engine/cpu/output_layer.h>
#include <lingan/engine/packed_layer.h>
#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// One layer of a recurrent network in torch's layout. G is 4 for LSTM (gates i, f, g, o) and 3 for
/// GRU (r, z, n; the state's share of n, bias included, is multiplied by r).
struct RecurrentLayerWeights {
  std::span<const float> input_weight;      ///< W_ih [G*H, in], in = E for the first layer, else H
  std::span<const float> recurrent_weight;  ///< W_hh [G*H, H]
  std::span<const float> input_bias;        ///< b_ih [G*H]
  std::span<const float> recurrent_bias;    ///< b_hh [G*H]
};

/// Weights of a recurrent generator. The spans are read by the constructor alone.
struct RecurrentWeights {
  int64_t vocabulary = 0;                            ///< V
  int64_t embedding_width = 0;                       ///< E
  int64_t hidden_width = 0;                          ///< H
  std::span<const float> embeddings;                 ///< [V, E]
  std::vector<RecurrentLayerWeights> layers;         ///< lowest first, at least one
  std::span<const float> output_weight;              ///< [V, H]
  std::span<const float> output_bias;                ///< [V]
  Precision output_precision = Precision::kFloat32;  ///< of the output layer's products
};

/// What LSTM and GRU share: packed layers, embeddings, and the walk through the layers.
class RecurrentStepper : public Stepper {
 public:
  const OutputLayer& output() const override { return output_; }
  int64_t state_width() const override { return state_width_; }
  void initial_states(int64_t rows, float* states) const override;
  void advance(std::span<const int32_t> tokens, float* states, float* hidden) const override;

 protected:
  struct Layer {
    PackedLayer input;
    PackedLayer recurrent;
  };
  /// Buffers of one call of advance.
  struct Scratch;

  /// @param gates  G.  @param states_per_layer  vectors of width H that a layer's state holds.
  /// @throws UsageError if a span does not have its shape.
  RecurrentStepper(const RecurrentWeights& weights, int64_t gates, int64_t states_per_layer);

  int64_t hidden_width() const { return hidden_width_; }

  /// Updates the state of one row of one layer; its first H floats become the layer's output.
  /// @param gates_x, gates_h  [G*H]: products of input and state, biases included.
  virtual void cell(const float* gates_x, const float* gates_h, float* state) const = 0;

 private:
  void advance_tile(std::span<const int32_t> tokens, float* states, float* hidden) const;
  void first_inputs(std::span<const int32_t> tokens, Scratch& scratch) const;
  void build_table();

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

/// LSTM; a layer's state is h, then c.
class LstmStepper final : public RecurrentStepper {
 public:
  /// @throws UsageError if a span does not have its shape.
  explicit LstmStepper(const RecurrentWeights& weights) : RecurrentStepper(weights, 4, 2) {}

 private:
  void cell(const float* gates_x, const float* gates_h, float* state) const override;
};

/// GRU; a layer's state is h.
class GruStepper final : public RecurrentStepper {
 public:
  /// @throws UsageError if a span does not have its shape.
  explicit GruStepper(const RecurrentWeights& weights) : RecurrentStepper(weights, 3, 1) {}

 private:
  void cell(const float* gates_x, const float* gates_h, float* state) const override;
};

}  // namespace lingan::engine
