/// What objectives over D's raw outputs share.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/gan/objectives/objective.h>

namespace lingan {

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
