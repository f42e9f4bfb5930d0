/// What objectives over D's raw outputs share.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/gan/objectives/objective.h>

namespace lingan {

/// An objective whose generator loss is the mean of a function of D's raw output of each fake
/// sentence alone.
class OutputObjective : public Objective {
 public:
  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const final;
  SentenceValue reward(Discriminator& d, const Sentences& real, const DrawFakes& fakes) const final;

 private:
  /// What raw outputs of fake sentences cost the generator, one by one.
  virtual torch::Tensor cost(const torch::Tensor& outputs) const = 0;
};

/// <softplus(-C_r)> + <softplus(C_f)>: the cross-entropy of telling real from fake
/// (Goodfellow et al. 2014, eq. 1).
torch::Tensor classification_loss(Discriminator& d, const Sentences& real, const Sentences& fake);

/// One value a sentence: [B] as it is, [B, R] averaged over the representations.
torch::Tensor per_sentence(const torch::Tensor& values);

}  // namespace lingan
