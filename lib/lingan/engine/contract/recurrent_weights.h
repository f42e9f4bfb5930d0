/// Weights of a recurrent generator as plain data in torch's layout.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// Layers that a generator can have.
inline constexpr int32_t kMaxRecurrentLayers = 16;

/// One layer. G is 4 for an LSTM (gates i, f, g, o) and 3 for a GRU (r, z, n; the state's share of
/// n, bias included, is multiplied by r).
struct RecurrentLayerWeights {
  const float* input_weight = nullptr;      ///< W_ih [G*H, in], in = E for the first layer, else H
  const float* recurrent_weight = nullptr;  ///< W_hh [G*H, H]
  const float* input_bias = nullptr;        ///< b_ih [G*H]
  const float* recurrent_bias = nullptr;    ///< b_hh [G*H]
};

/// A generator. Whoever takes it copies what the pointers point to, which may be the host's memory,
/// or the device's for the CUDA half.
struct RecurrentWeights {
  int32_t gates = 4;                                       ///< G: 4 or 3
  int32_t layer_count = 0;                                 ///< 1..kMaxRecurrentLayers
  int64_t vocabulary = 0;                                  ///< V
  int64_t embedding_width = 0;                             ///< E
  int64_t hidden_width = 0;                                ///< H
  const float* embeddings = nullptr;                       ///< [V, E]
  RecurrentLayerWeights layers[kMaxRecurrentLayers] = {};  ///< lowest first
  const float* output_weight = nullptr;                    ///< [V, H]
  const float* output_bias = nullptr;                      ///< [V]

  bool is_lstm() const { return gates == 4; }
  /// Width of a layer's input.
  int64_t input_width(int32_t layer) const { return layer == 0 ? embedding_width : hidden_width; }
  /// Floats in the state of one layer of one row: h, and for an LSTM c after it.
  int64_t state_per_layer() const { return (is_lstm() ? 2 : 1) * hidden_width; }
  /// Floats in the state of one row: its layers, lowest first.
  int64_t state_width() const { return layer_count * state_per_layer(); }
};

}  // namespace lingan::engine
