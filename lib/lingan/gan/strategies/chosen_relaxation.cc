#include <lingan/gan/strategies/chosen_relaxation.h>

#include <utility>

namespace lingan {

ChosenRelaxation::ChosenRelaxation(const GumbelSoftmaxOptions& options,
                                   const std::vector<double>& betas, torch::Tensor chosen)
    : chosen_(std::move(chosen)) {
  for (const double beta : betas) relaxations_.emplace_back(options, beta);
}

/// The hard token is the same at every temperature.
RelaxedToken ChosenRelaxation::relax(const RelaxedInput& input) const {
  if (relaxations_.size() == 1) return relaxations_.front().relax(input);
  std::vector<torch::Tensor> shown, fed;
  torch::Tensor hard;
  for (const GumbelSoftmaxRelaxation& relaxation : relaxations_) {
    const RelaxedToken token = relaxation.relax(input);
    shown.push_back(token.shown);
    fed.push_back(token.fed);
    hard = token.hard;
  }
  return {torch::stack(shown).index_select(0, chosen_).squeeze(0),
          torch::stack(fed).index_select(0, chosen_).squeeze(0), hard};
}

}  // namespace lingan
