/// Latent codes that are drawn to be weighted.
#pragma once

#include <optional>
#include <span>
#include <utility>

#include <lingan/model/torch.h>

#include <lingan/model/sentences/posterior.h>

namespace lingan {

/// A mixture of the codes' own distribution, the prior, and of posteriors of sentences. The prior's
/// share keeps p(z) / q(z) below 1 / kPriorShare everywhere, however narrow or wrong the posteriors
/// are (a defensive mixture: Hesterberg 1995, sec. 2).
class CodeProposal {
 public:
  static constexpr double kPriorShare = 0.25;

  /// The prior alone, which may be any.
  CodeProposal() = default;

  /// With M posteriors, all of them as often; the prior is standard normal.
  /// @param posteriors  [M, Z], M >= 1.
  explicit CodeProposal(Posterior posteriors) : posteriors_(std::move(posteriors)) {}

  /// Codes, [N, Z].
  /// @param noise  [N, Z], drawn from the prior.  @param components  [N] uniform numbers in [0, 1),
  /// which say whose codes they are.
  torch::Tensor codes(const torch::Tensor& noise, std::span<const double> components) const;

  /// ln p(z) - ln q(z) of codes [N, Z]: [N].
  torch::Tensor log_density_ratio(const torch::Tensor& codes) const;

 private:
  std::optional<Posterior> posteriors_;
};

}  // namespace lingan
