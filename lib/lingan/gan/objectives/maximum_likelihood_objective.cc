/// With an optimal D, e^C = p_data / p_G, and the generator's expected gradient is that of maximum
/// likelihood: Goodfellow 2014 ("On distinguishability criteria"), 2016 (tutorial), sec. 3.2.4.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class MaximumLikelihood final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return classification_loss(d, real, fake);
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences&,
                               const Sentences& fake) const override {
    return -torch::exp(d.logits(fake)).mean();
  }

  /// e^C = D / (1 - D).
  torch::Tensor output_reward(const torch::Tensor& fake, const torch::Tensor&) const override {
    return per_sentence(torch::exp(fake));
  }
};

}  // namespace

std::unique_ptr<Objective> make_maximum_likelihood_objective(const OptionSet&) {
  return std::make_unique<MaximumLikelihood>();
}

}  // namespace lingan
