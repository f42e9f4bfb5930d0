/// One recurrent layer over whole sentences, with its gradient: LSTM (Hochreiter and Schmidhuber
/// 1997; gates i, f, g, o) and GRU (Cho et al. 2014; gates r, z, n), as torch::nn::LSTM and GRU
/// compute them. Threads take some sentences each through all their tokens and wait for each other
/// once, at the end.
#pragma once

#include <cstdint>

#include <lingan/engine/contract/recurrent_weights.h>
#include <lingan/engine/cpu/recurrent_layer.h>

namespace lingan::engine {

/// B sentences of N tokens together, one after the other, and the layer that they pass.
struct RecurrentLayerTask {
  RecurrentShape shape;         ///< sizes that recurrent_layer_takes
  const float* input;           ///< [N, E]
  const float* initial_hidden;  ///< [B, H]
  const float* initial_cell;    ///< [B, H]; GRU: null
  RecurrentLayerWeights weights;
};

/// What a run leaves for its gradient.
struct RecurrentLayerStates {
  float* hidden;  ///< [N, H]: the layer's output
  float* cells;   ///< [N, H]; GRU: null
  float* gates;   ///< [N, 4H]: after the nonlinearities; GRU: the fourth is the state's share of n
};

/// Gradients of the outputs, and where those of the inputs go.
struct RecurrentLayerGradient {
  const float* hidden;      ///< [N, H]
  const float* last_cell;   ///< [B, H], of the last tokens' cells; null: zero
  float* initial_hidden;    ///< [B, H], written
  float* initial_cell;      ///< [B, H], written; GRU: null
  float* input;             ///< [N, E], written; null: not wanted
  float* input_weight;      ///< [G*H, E], written
  float* recurrent_weight;  ///< [G*H, H], written
  float* input_bias;        ///< [G*H], written
  float* recurrent_bias;    ///< [G*H], written
};

/// Whether the kernels are made for a layer of these widths.
bool recurrent_layer_takes(int64_t inputs, int64_t width);

/// Runs the layer.
void recurrent_layer(const RecurrentLayerTask& task, const RecurrentLayerStates& states);

/// The gradient of a run that left `states`.
void recurrent_layer_gradient(const RecurrentLayerTask& task, const RecurrentLayerStates& states,
                              const RecurrentLayerGradient& gradient);

}  // namespace lingan::engine
