#include <lingan/gan/strategies/kl_loss.h>

namespace lingan {
namespace {

constexpr double kLeastWeight = 0.5, kLargestWeight = 2.0;

}  // namespace

torch::Tensor kl_generator_loss(const torch::Tensor& outputs) {
  const auto weights = outputs.detach().exp().clamp(kLeastWeight, kLargestWeight);
  return -(weights * outputs).mean();
}

torch::Tensor density_ratio_loss(const torch::Tensor& real, const torch::Tensor& made) {
  return torch::softplus(-real).mean() + torch::softplus(made).mean();
}

}  // namespace lingan
