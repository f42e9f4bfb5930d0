/// The zero-sum game of the first paper: Goodfellow et al. 2014, eq. 1.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class Minimax final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return classification_loss(d, real, fake);
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences&,
                               const Sentences& fake) const override {
    return -torch::softplus(d.logits(fake)).mean();
  }

  /// D(x) = sigma(C), the probability of being real (SeqGAN's reward).
  torch::Tensor output_reward(const torch::Tensor& fake, const torch::Tensor&) const override {
    return per_sentence(torch::sigmoid(fake));
  }
};

}  // namespace

std::unique_ptr<Objective> make_minimax(const OptionSet&) { return std::make_unique<Minimax>(); }

}  // namespace lingan
