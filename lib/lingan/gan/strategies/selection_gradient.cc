#include <lingan/gan/strategies/selection_gradient.h>

namespace lingan {

torch::Tensor proposal(const torch::Tensor& probabilities, const torch::Tensor& relevant,
                       double relevant_share) {
  return (1 - relevant_share) * probabilities +
         relevant_share * relevant / relevant.sum(1, true).clamp_min(1);
}

torch::Tensor sampled_selection_loss(const torch::Tensor& log_probabilities,
                                     const torch::Tensor& items, const torch::Tensor& rewards,
                                     const torch::Tensor& proposal) {
  const auto log_p = log_probabilities.gather(1, items);
  const auto weights = log_p.detach().exp() / proposal.gather(1, items);
  return -(log_p * weights * rewards).mean();
}

torch::Tensor exact_selection_loss(const torch::Tensor& log_probabilities,
                                   const torch::Tensor& rewards) {
  return -(log_probabilities.exp() * rewards).sum(1).mean();
}

}  // namespace lingan
