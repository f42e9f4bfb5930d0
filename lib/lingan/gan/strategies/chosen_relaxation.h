/// Relaxed tokens at one of several inverse temperatures, which the host need not know.
#pragma once

#include <vector>

#include <lingan/model/torch.h>

#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/relaxed_sentences.h>

namespace lingan {

/// Tokens of gumbel-softmax at the chosen one of the inverse temperatures. All are computed from
/// the same noise, and the chosen one's taken, so that a device is not asked which it is.
class ChosenRelaxation final : public Relaxation {
 public:
  /// @param options  must live as long as the relaxation.  @param betas  at least one.
  /// @param chosen  [1] int64 where the networks are: an index into betas.
  ChosenRelaxation(const GumbelSoftmaxOptions& options, const std::vector<double>& betas,
                   torch::Tensor chosen);

  bool weighs_lengths() const override { return relaxations_.front().weighs_lengths(); }
  RelaxedToken relax(const RelaxedInput& input) const override;

 private:
  std::vector<GumbelSoftmaxRelaxation> relaxations_;
  torch::Tensor chosen_;
};

}  // namespace lingan
