/// The pointwise half of recurrent cells on the CPU, for the calling thread alone.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// One row of an LSTM cell: c = sigmoid(f) c + sigmoid(i) tanh(g), h = sigmoid(o) tanh(c).
/// @param from_input, from_state  [4H]: their shares of i, f, g, o before the nonlinearities.
/// @param h_and_c  [2H]: h is written, c read and replaced.
void lstm_cell(const float* from_input, const float* from_state, int64_t hidden_width,
               float* h_and_c);

/// One row of a GRU cell: n = tanh(n_x + sigmoid(r) n_h), h = (1 - sigmoid(z)) n + sigmoid(z) h.
/// @param from_input  [3H]: r, z, n from the input.  @param from_state  [3H]: r, z, n from h.
/// @param h  [H], read and replaced.
void gru_cell(const float* from_input, const float* from_state, int64_t hidden_width, float* h);

}  // namespace lingan::engine
