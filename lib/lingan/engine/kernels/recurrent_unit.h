/// Bodies of the recurrent step: one hidden unit of one row.
///
/// Sources: LSTM, Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000; GRU, Cho
/// et al. 2014, arXiv:1406.1078, with torch's order of reset and product.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/base/host_device.h>
#include <lingan/engine/kernels/row_list.h>

namespace lingan::engine {

/// start + sum of a[k] b[k], in the order of k.
LINGAN_HD inline float dot(const float* a, const float* b, int64_t size, float start) {
  for (int64_t k = 0; k < size; ++k) start = fmaf(a[k], b[k], start);
  return start;
}

LINGAN_HD inline float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

/// One unit of an LSTM.
/// @param from_input, from_state  the unit's shares of i, f, g, o, each `stride` apart.
/// @param h, c  the unit's output, written, and cell, replaced.
LINGAN_HD inline void lstm_unit(const float* from_input, const float* from_state, int64_t stride,
                                float& h, float& c) {
  float gates[4];
  for (int g = 0; g < 4; ++g) gates[g] = from_input[g * stride] + from_state[g * stride];
  c = sigmoid(gates[1]) * c + sigmoid(gates[0]) * tanhf(gates[2]);
  h = sigmoid(gates[3]) * tanhf(c);
}

/// One unit of a GRU.
/// @param from_input, from_state  the unit's shares of r, z, n, each `stride` apart.
/// @param h  the unit's output, replaced.
LINGAN_HD inline void gru_unit(const float* from_input, const float* from_state, int64_t stride,
                               float& h) {
  const float r = sigmoid(from_input[0] + from_state[0]);
  const float z = sigmoid(from_input[stride] + from_state[stride]);
  const float n = tanhf(from_input[2 * stride] + r * from_state[2 * stride]);
  h = n + z * (h - n);
}

/// The pointwise half of one layer's step for a list of rows: a piece is one unit of one row.
template <bool kLstm>
struct CellKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  RowList rows;
  const float* from_input;  ///< [rows, G*H], or by_token: [V, G*H]
  bool by_token;
  const float* from_state;  ///< [rows, G*H]
  float* states;            ///< the layer's state of row 0: h [H], then c [H] of an LSTM
  int64_t state_width;      ///< floats from one row's state to the next
  int64_t hidden_width;     ///< H

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const int64_t i = piece / hidden_width, unit = piece % hidden_width;
    if (i >= *rows.count) return;
    const int64_t gates = (kLstm ? 4 : 3) * hidden_width;
    const float* x = from_input + (by_token ? rows.tokens[i] : i) * gates + unit;
    float* h = states + rows.rows[i] * state_width + unit;
    if constexpr (kLstm) {
      lstm_unit(x, from_state + i * gates + unit, hidden_width, h[0], h[hidden_width]);
    } else {
      gru_unit(x, from_state + i * gates + unit, hidden_width, h[0]);
    }
  }
};

}  // namespace lingan::engine
