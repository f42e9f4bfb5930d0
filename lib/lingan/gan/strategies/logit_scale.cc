#include <lingan/gan/strategies/logit_scale.h>

namespace lingan {
namespace {

double cross_entropy(const torch::Tensor& real, const torch::Tensor& fake, double scale) {
  const auto losses = torch::softplus(-scale * real).mean() + torch::softplus(scale * fake).mean();
  return losses.item<double>() / 2;
}

/// Its slope in the scale, which rises with it: the cross-entropy is convex.
double slope(const torch::Tensor& real, const torch::Tensor& fake, double scale) {
  const auto slopes =
      (fake * torch::sigmoid(scale * fake)).mean() - (real * torch::sigmoid(-scale * real)).mean();
  return slopes.item<double>();
}

double share_right(const torch::Tensor& margins) {
  const auto right = (margins > 0).to(torch::kFloat64) + 0.5 * (margins == 0).to(torch::kFloat64);
  return right.mean().item<double>();
}

}  // namespace

LogitScale fit_logit_scale(const torch::Tensor& real, const torch::Tensor& fake) {
  constexpr int kHalvings = 50;
  const torch::NoGradGuard no_gradient;
  const auto of_real = real.to(torch::kCPU, torch::kFloat64);
  const auto of_fake = fake.to(torch::kCPU, torch::kFloat64);
  double low = 0, high = kLargestScale;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (slope(of_real, of_fake, middle) > 0 ? high : low) = middle;
  }
  return {.scale = low,
          .cross_entropy = cross_entropy(of_real, of_fake, low),
          .accuracy = (share_right(of_real) + share_right(-of_fake)) / 2};
}

}  // namespace lingan
