/// Bodies of the recurrent step: one hidden unit of one row, for any launcher.
///
/// Sources: LSTM, Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000; GRU, Cho
/// et al. 2014, arXiv:1406.1078, with torch's order of reset and product.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/base/host_device.h>

namespace lingan::engine {

/// One layer's weights in torch's layout (recurrent_stepper.h).
struct RecurrentLayerView {
  const float* input_weight;      ///< [G*H, inputs]
  const float* recurrent_weight;  ///< [G*H, H]
  const float* input_bias;        ///< [G*H]
  const float* recurrent_bias;    ///< [G*H]
  int64_t inputs;
  int64_t hidden_width;  ///< H
};

/// start + sum of a[k] b[k], in the order of k.
LINGAN_HD inline float dot(const float* a, const float* b, int64_t size, float start) {
  for (int64_t k = 0; k < size; ++k) start = fmaf(a[k], b[k], start);
  return start;
}

LINGAN_HD inline float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

/// The input's share of row `gate` of the gates.  @param x  [inputs].
LINGAN_HD inline float gate_from_input(const RecurrentLayerView& layer, int64_t gate,
                                       const float* x) {
  return dot(x, layer.input_weight + gate * layer.inputs, layer.inputs, layer.input_bias[gate]);
}

/// The state's share of row `gate` of the gates.  @param h  [H].
LINGAN_HD inline float gate_from_state(const RecurrentLayerView& layer, int64_t gate,
                                       const float* h) {
  return dot(h, layer.recurrent_weight + gate * layer.hidden_width, layer.hidden_width,
             layer.recurrent_bias[gate]);
}

/// One unit of an LSTM.
/// @param x  [inputs].  @param h  [H], the old output.  @param c  the unit's cell, replaced.
/// @return the unit's new output.
LINGAN_HD inline float lstm_unit(const RecurrentLayerView& layer, int64_t unit, const float* x,
                                 const float* h, float& c) {
  float gates[4];
  for (int g = 0; g < 4; ++g) {
    const int64_t row = g * layer.hidden_width + unit;
    gates[g] = gate_from_input(layer, row, x) + gate_from_state(layer, row, h);
  }
  c = sigmoid(gates[1]) * c + sigmoid(gates[0]) * tanhf(gates[2]);
  return sigmoid(gates[3]) * tanhf(c);
}

/// One unit of a GRU.
/// @param x  [inputs].  @param h  [H], the old output.  @return the unit's new output.
LINGAN_HD inline float gru_unit(const RecurrentLayerView& layer, int64_t unit, const float* x,
                                const float* h) {
  const int64_t width = layer.hidden_width;
  const float r = sigmoid(gate_from_input(layer, unit, x) + gate_from_state(layer, unit, h));
  const float z =
      sigmoid(gate_from_input(layer, width + unit, x) + gate_from_state(layer, width + unit, h));
  const float n = tanhf(gate_from_input(layer, 2 * width + unit, x) +
                        r * gate_from_state(layer, 2 * width + unit, h));
  return n + z * (h[unit] - n);
}

}  // namespace lingan::engine
