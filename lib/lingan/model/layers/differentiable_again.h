/// How a fused function answers when its gradient is to be differentiated in turn.
#pragma once

#include <torch/autograd.h>

#include <functional>

#include <lingan/model/torch.h>

namespace lingan {

/// The gradient of plain(inputs), itself differentiable. Inputs that need none get none.
/// @param slope  the gradient in the result.
inline torch::autograd::variable_list differentiable_gradient(
    const std::function<torch::Tensor(const torch::autograd::variable_list&)>& plain,
    const torch::autograd::variable_list& inputs, const torch::Tensor& slope) {
  torch::autograd::variable_list wanted;
  for (const auto& input : inputs) {
    if (input.requires_grad()) wanted.push_back(input);
  }
  const auto wanted_gradients = torch::autograd::grad({plain(inputs)}, wanted, {slope}, true, true);
  torch::autograd::variable_list gradients(inputs.size());
  size_t next = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].requires_grad()) gradients[i] = wanted_gradients[next++];
  }
  return gradients;
}

}  // namespace lingan
