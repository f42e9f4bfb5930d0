/// The generator maximizes ln D of its sentences, which does not saturate while D wins:
/// Goodfellow et al. 2014, sec. 3; Goodfellow 2016 (tutorial), sec. 3.2.3.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class NonSaturating final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return classification_loss(d, real, fake);
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences&,
                               const Sentences& fake) const override {
    return torch::softplus(-d.logits(fake)).mean();
  }

  /// D(x) = sigma(C), as SeqGAN rewards; bounded, where ln D would be unbounded below.
  torch::Tensor output_reward(const torch::Tensor& fake, const torch::Tensor&) const override {
    return per_sentence(torch::sigmoid(fake));
  }
};

}  // namespace

std::unique_ptr<Objective> make_non_saturating(const OptionSet&) {
  return std::make_unique<NonSaturating>();
}

}  // namespace lingan
