/// LSTM and GRU layers over token vectors.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/model/torch.h>

namespace lingan {

/// Everything that one run of recurrent layers takes.
struct RecurrentRun {
  int32_t gates;                      ///< 4 for an LSTM, 3 for a GRU
  const torch::Tensor& input;         ///< [B, T, E]
  std::vector<torch::Tensor>& state;  ///< h, and an LSTM's c, [layers, B, H]: read and replaced
  const std::vector<torch::Tensor>& weights;  ///< torch's order: w_ih, w_hh, b_ih, b_hh a layer
  int64_t layers;                             ///< >= 1
  double dropout;              ///< between layers (locked_dropout.h), 0 outside of training
  torch::Tensor lengths = {};  ///< [B] int64, tokens of each sentence, where nobody looks at the
                               ///< rest, nor at the state: on the CPU it is not computed, and
                               ///< outputs are 0 there; undefined: T
};

/// Sizes of recurrent layers.
struct RecurrentWeightShape {
  int32_t gates;         ///< 4 for an LSTM, 3 for a GRU
  int64_t layers;        ///< >= 1
  int64_t input_width;   ///< E
  int64_t hidden_width;  ///< H
};

/// Registers the weights of recurrent layers, named as in torch::nn::LSTM and GRU.
/// @param prefix  of the names.  @return RecurrentRun::weights.
std::vector<torch::Tensor> register_recurrent_weights(torch::nn::Module& network,
                                                      const std::string& prefix,
                                                      const RecurrentWeightShape& shape);

/// Runs the layers over T tokens; returns the last layer's outputs [B, T, H]. On the CPU float32 of
/// widths that are multiples of 32 goes through the engine's kernels, whose results do not depend
/// on the number of threads; the rest through torch, and a notice says so.
torch::Tensor recurrent_layers(const RecurrentRun& run);

/// The same by torch::lstm and torch::gru, without dropout.
torch::Tensor plain_recurrent_layers(const RecurrentRun& run);

}  // namespace lingan
