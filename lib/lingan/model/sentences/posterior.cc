#include <lingan/model/sentences/posterior.h>

namespace lingan {
namespace {

constexpr double kActiveVariance = 0.01;

}  // namespace

torch::Tensor Posterior::codes(const torch::Tensor& noise) const {
  return mean + (log_variance / 2).exp() * noise;
}

torch::Tensor Posterior::divergence() const {
  return (mean.square() + log_variance.exp() - 1 - log_variance) / 2;
}

/// The two densities' factors of 2 pi cancel.
torch::Tensor Posterior::log_density_ratio(const torch::Tensor& codes) const {
  const auto own = (codes - mean).square() / log_variance.exp() + log_variance;
  return (own - codes.square()).sum(-1) / 2;
}

torch::Tensor active_units(const torch::Tensor& means) {
  return (means.var(0, /*unbiased=*/false) > kActiveVariance).sum();
}

}  // namespace lingan
