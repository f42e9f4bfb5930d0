/// Parts of a recurrent layer over whole sentences and of its gradient, for the calling thread
/// alone. engine/training/recurrent_layer.h puts them together and says what the arrays are.
///
/// A part takes some sentences through all their tokens: no sentence needs another's. All numbers
/// are sums in an order that does not depend on how the sentences are cut into parts.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// Sizes of a layer's run.
struct RecurrentShape {
  int32_t gates;           ///< G: 4 for an LSTM, 3 for a GRU
  int64_t rows;            ///< B, sentences
  const int64_t* offsets;  ///< [B + 1], rising from 0: tokens before each sentence, and N, all
  int64_t inputs;          ///< E, a multiple of 32
  int64_t width;           ///< H, a multiple of 32

  bool is_lstm() const { return gates == 4; }
  /// N.
  int64_t tokens() const { return offsets[rows]; }
  /// Tokens of a sentence.
  int64_t length(int64_t row) const { return offsets[row + 1] - offsets[row]; }
  /// Rows of a weight matrix.
  int64_t outputs() const { return gates * width; }
};

/// The forward run.
struct RecurrentForward {
  RecurrentShape shape;
  const float* input;           ///< [N, E]
  const float* initial_hidden;  ///< [B, H]
  const float* initial_cell;    ///< [B, H]; GRU: null
  const float* input_panels;    ///< W_ih^T in panels: [G*H/32, E, 32]
  const float* hidden_panels;   ///< W_hh^T in panels: [G*H/32, H, 32]
  const float* bias;            ///< [G*H], b_ih + b_hh; GRU: of the n gate b_ih alone
  const float* state_bias;      ///< GRU: [H], b_hh of the n gate
  float* gates;                 ///< [N, 4H], written
  float* cells;                 ///< [N, H], written; GRU: null
  float* hidden;                ///< [N, H], written
};
/// Sentences [begin, end).
void recurrent_forward(const RecurrentForward& run, int64_t begin, int64_t end);

/// The backward run through states and inputs.
struct RecurrentBackward {
  RecurrentShape shape;
  const float* initial_hidden;   ///< [B, H]
  const float* initial_cell;     ///< [B, H]; GRU: null
  const float* gates;            ///< [N, 4H]
  const float* cells;            ///< [N, H]; GRU: null
  const float* hidden;           ///< [N, H]
  const float* hidden_slope;     ///< [N, H]
  const float* last_cell_slope;  ///< [B, H]; null: zero
  const float* input_panels;     ///< W_ih in panels: [E/32, G*H, 32]
  const float* hidden_panels;    ///< W_hh in panels: [H/32, G*H, 32]
  const float* zeros;            ///< [E]
  float* gate_slope;             ///< [N, 4H], written
  float* previous_hidden;        ///< [N, H], written: the state before each token
  float* initial_hidden_slope;   ///< [B, H], written
  float* initial_cell_slope;     ///< [B, H], written; GRU: null
  float* input_slope;            ///< [N, E], written; null: not wanted
};
/// Sentences [begin, end).
void recurrent_backward(const RecurrentBackward& run, int64_t begin, int64_t end);

/// The gradient of weights and biases, from what the backward run wrote.
struct RecurrentWeightGradient {
  RecurrentShape shape;
  const float* input;            ///< [N, E]
  const float* previous_hidden;  ///< [N, H]
  const float* gate_slope;       ///< [N, 4H]
  const float* zeros;            ///< [max(E, H)]
  float* input_weight;           ///< [G*H, E], written
  float* hidden_weight;          ///< [G*H, H], written
  float* input_bias;             ///< [G*H], written
  float* hidden_bias;            ///< [G*H], written
};
/// Columns of the gates that a part takes, a divisor of 32.
inline constexpr int64_t kGateBlock = 32;
/// Of gate columns [block * kGateBlock, ...), block in 0..4H/kGateBlock - 1.
void recurrent_weight_gradient(const RecurrentWeightGradient& run, int64_t block);

}  // namespace lingan::engine
