/// Weights of recurrent layers in the form that cuDNN wants.
#pragma once

#include <vector>

#include <lingan/model/torch.h>

namespace lingan {

/// Makes the weights views of one buffer where they are on a CUDA device and not yet that: cuDNN
/// would else copy them at each run, and libtorch print a warning each time. Values, shapes and
/// gradients stay; what holds the tensors (an optimizer, a module) sees the new memory, too.
/// @param weights  of an LSTM or GRU in torch's order: w_ih [G*H, in], w_hh [G*H, H], b_ih, b_hh of
/// each layer.
void join_weights_for_cudnn(const std::vector<torch::Tensor>& weights);

}  // namespace lingan
