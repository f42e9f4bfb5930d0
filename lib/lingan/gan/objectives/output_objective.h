/// What objectives over D's raw outputs share.
#pragma once

#include <functional>

#include <lingan/model/torch.h>

#include <lingan/gan/objectives/objective.h>

namespace lingan {

/// An objective whose generator loss is the mean of a function of D's raw output of each fake
/// sentence, or token, alone.
class OutputObjective : public Objective {
 public:
  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override;
  SentenceValue reward(Discriminator& d, const Sentences& real, const DrawFakes& fakes) const final;

 private:
  /// What raw outputs of fake sentences cost the generator, one by one.
  virtual torch::Tensor cost(const torch::Tensor& outputs) const = 0;
};

/// <f(C)>, the mean over all that D judges in sentences.
template <class Function>
torch::Tensor mean_output(Discriminator& d, const Sentences& sentences, const Function& f) {
  const Judgement judgement = d.judge(sentences);
  return judgement.mean(f(judgement.outputs));
}

/// <C>.
torch::Tensor mean_output(Discriminator& d, const Sentences& sentences);

/// <softplus(-C_r)> + <softplus(C_f)>: the cross-entropy of telling real from fake
/// (Goodfellow et al. 2014, eq. 1). With D's options().label_smoothing epsilon a real one counts as
/// fake by epsilon: (1 - epsilon) <softplus(-C_r)> + epsilon <softplus(C_r)> (Salimans et al. 2016,
/// sec. 3.4).
torch::Tensor classification_loss(Discriminator& d, const Sentences& real, const Sentences& fake);

/// One value a sentence: [B] as it is, [B, R] averaged over the representations.
torch::Tensor per_sentence(const torch::Tensor& values);

/// A function of D's raw outputs, one by one: per_sentence() of it, and where D judges tokens, of
/// each token.
SentenceValue value_of_outputs(const Discriminator& d,
                               const std::function<torch::Tensor(const torch::Tensor&)>& function);

}  // namespace lingan
