/// The objectives, one function each, and the two steps that several of them share.
#pragma once

#include <memory>

#include <lingan/model/torch.h>

#include <lingan/gan/objectives/objective.h>

namespace lingan {

std::unique_ptr<Objective> make_minimax(const ObjectiveOptions& options);
std::unique_ptr<Objective> make_non_saturating(const ObjectiveOptions& options);
std::unique_ptr<Objective> make_maximum_likelihood(const ObjectiveOptions& options);
std::unique_ptr<Objective> make_wasserstein_gp(const ObjectiveOptions& options);
std::unique_ptr<Objective> make_least_squares(const ObjectiveOptions& options);
std::unique_ptr<Objective> make_hinge(const ObjectiveOptions& options);
std::unique_ptr<Objective> make_relativistic(const ObjectiveOptions& options);
std::unique_ptr<Objective> make_mmd(const ObjectiveOptions& options);

/// An objective whose rewards are functions of D's raw outputs alone.
class OutputObjective : public Objective {
 public:
  torch::Tensor reward(Discriminator& d, const Sentences& real, const Sentences& fake) const final {
    const torch::NoGradGuard no_gradient;
    return output_reward(d.logits(fake), d.logits(real));
  }
};

/// <softplus(-C_r)> + <softplus(C_f)>: the cross-entropy of telling real from fake
/// (Goodfellow et al. 2014, eq. 1).
torch::Tensor classification_loss(Discriminator& d, const Sentences& real, const Sentences& fake);

/// One value a sentence: [B] as it is, [B, R] averaged over the representations.
torch::Tensor per_sentence(const torch::Tensor& values);

}  // namespace lingan
