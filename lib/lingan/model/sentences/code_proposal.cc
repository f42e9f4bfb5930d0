#include <lingan/model/sentences/code_proposal.h>

#include <algorithm>
#include <cmath>

namespace lingan {

torch::Tensor CodeProposal::codes(const torch::Tensor& noise,
                                  std::span<const double> components) const {
  if (!posteriors_) return noise;
  const auto count = static_cast<double>(posteriors_->mean.size(0));
  torch::Tensor codes = noise.clone();
  for (size_t i = 0; i < components.size(); ++i) {
    if (components[i] < kPriorShare) continue;
    const double place = (components[i] - kPriorShare) / (1 - kPriorShare) * count;
    const auto row = static_cast<int64_t>(std::min(place, count - 1));
    const Posterior one = {.mean = posteriors_->mean[row],
                           .log_variance = posteriors_->log_variance[row]};
    codes[static_cast<int64_t>(i)] = one.codes(noise[static_cast<int64_t>(i)]);
  }
  return codes;
}

/// -ln(a + (1 - a) / M * sum of q_m(z) / p(z)).
torch::Tensor CodeProposal::log_density_ratio(const torch::Tensor& codes) const {
  if (!posteriors_) return torch::zeros({codes.size(0)}, codes.options());
  const double count = static_cast<double>(posteriors_->mean.size(0));
  const auto over_posteriors =
      posteriors_->log_density_ratio(codes.unsqueeze(1));  // each pair: [N, M]
  const auto all = torch::logsumexp(-over_posteriors, 1) + std::log((1 - kPriorShare) / count);
  return -torch::logaddexp(all, torch::full_like(all, std::log(kPriorShare)));
}

}  // namespace lingan
