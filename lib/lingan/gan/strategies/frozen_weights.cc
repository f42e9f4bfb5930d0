#include <lingan/gan/strategies/frozen_weights.h>

namespace lingan {

FrozenWeights::FrozenWeights(const torch::nn::Module& network) {
  for (torch::Tensor& weight : network.parameters()) {
    if (!weight.requires_grad()) continue;
    weight.set_requires_grad(false);
    weights_.push_back(weight);
  }
}

FrozenWeights::~FrozenWeights() {
  for (torch::Tensor& weight : weights_) weight.set_requires_grad(true);
}

}  // namespace lingan
