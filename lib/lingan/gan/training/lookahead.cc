#include <lingan/gan/training/lookahead.h>

#include <lingan/base/error.h>

namespace lingan {

Lookahead::Lookahead(const std::vector<const torch::nn::Module*>& players, const Options& options)
    : options_(options) {
  for (const torch::nn::Module* player : players) {
    for (const torch::Tensor& weight : player->parameters()) weights_.push_back(weight);
  }
}

void Lookahead::begin() {
  slow_.clear();
  for (const torch::Tensor& weight : weights_) slow_.push_back(weight.detach().clone());
}

void Lookahead::finish_round(int64_t rounds) {
  if (rounds % options_.every != 0) return;
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < weights_.size(); ++i) {
    slow_[i].lerp_(weights_[i], options_.share);
    weights_[i].copy_(slow_[i]);
  }
}

void Lookahead::save(const std::string& prefix, TensorFile& file) const {
  for (size_t i = 0; i < slow_.size(); ++i) {
    file.tensors[prefix + std::to_string(i)] = slow_[i].clone();
  }
}

void Lookahead::restore(const std::string& prefix, const TensorFile& file) {
  slow_.clear();
  if (tensors_under(file, prefix).empty()) return;  // saved before the phase began
  for (size_t i = 0; i < weights_.size(); ++i) {
    const std::string name = prefix + std::to_string(i);
    const auto tensor = file.tensors.find(name);
    if (tensor == file.tensors.end() || tensor->second.sizes() != weights_[i].sizes()) {
      throw InputError(
          "tensor " + name +
          " is missing or has another shape; the checkpoint belongs to another recipe");
    }
    slow_.push_back(tensor->second.to(weights_[i].device(), /*non_blocking=*/false, /*copy=*/true));
  }
}

}  // namespace lingan
