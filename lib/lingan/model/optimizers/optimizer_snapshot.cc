#include <lingan/model/optimizers/optimizer_snapshot.h>

namespace lingan {
namespace {

/// `other` where `chosen`, else `own`. Steps, which are numbers of the host, are of the one that
/// has taken one more, if either has.
torch::Tensor choice(const torch::Tensor& chosen, const torch::Tensor& other,
                     const torch::Tensor& own) {
  if (own.scalar_type() == torch::kInt64) return torch::maximum(own, other);
  return torch::where(chosen, other, own);
}

}  // namespace

OptimizerSnapshot::OptimizerSnapshot(const torch::nn::Module& network, const Optimizer& optimizer) {
  for (const torch::Tensor& weight : network.parameters()) {
    weights_.push_back(weight.detach().clone());
  }
  optimizer.save("", optimizer_);
}

void OptimizerSnapshot::put_back(torch::nn::Module& network, Optimizer& optimizer) const {
  const torch::NoGradGuard no_gradient;
  const std::vector<torch::Tensor> weights = network.parameters();
  for (size_t i = 0; i < weights_.size(); ++i) weights[i].copy_(weights_[i]);
  optimizer.restore("", optimizer_);
}

void OptimizerSnapshot::become(const OptimizerSnapshot& other, const torch::Tensor& chosen) {
  for (size_t i = 0; i < weights_.size(); ++i) {
    weights_[i] = choice(chosen, other.weights_[i], weights_[i]);
  }
  for (const auto& [name, theirs] : other.optimizer_.tensors) {
    const auto [own, is_new] = optimizer_.tensors.emplace(name, theirs);
    if (!is_new) own->second = choice(chosen, theirs, own->second);
  }
}

}  // namespace lingan
