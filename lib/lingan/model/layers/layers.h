/// Layers of plain torch that several networks are made of.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/model/torch.h>

namespace lingan {

/// A linear layer: weight [outputs, inputs], bias [outputs].
struct LinearLayer {
  torch::Tensor weight, bias;
  torch::Tensor operator()(const torch::Tensor& x) const { return torch::linear(x, weight, bias); }
};

/// A normalization over the last dimension with gain and bias, both [width]: Ba et al. 2016.
struct LayerNorm {
  torch::Tensor weight, bias;
  torch::Tensor operator()(const torch::Tensor& x) const {
    return torch::layer_norm(x, weight.sizes(), weight, bias);
  }
  /// Gain 1 and bias 0.
  void reset();
};

/// Registers parameters NAME_weight and NAME_bias, which still have to be drawn.
LinearLayer add_linear(torch::nn::Module& module, const std::string& name, int64_t outputs,
                       int64_t inputs);
LayerNorm add_layer_norm(torch::nn::Module& module, const std::string& name, int64_t width);

}  // namespace lingan
