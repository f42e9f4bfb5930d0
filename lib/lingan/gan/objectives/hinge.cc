/// The margin loss of support vector machines: Lim & Ye 2017 (Geometric GAN); Miyato et al. 2018.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class Hinge final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return torch::relu(1 - d.logits(real)).mean() + torch::relu(1 + d.logits(fake)).mean();
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences&,
                               const Sentences& fake) const override {
    return -d.logits(fake).mean();
  }

  torch::Tensor output_reward(const torch::Tensor& fake, const torch::Tensor&) const override {
    return per_sentence(fake);
  }
};

}  // namespace

std::unique_ptr<Objective> make_hinge(const OptionSet&) { return std::make_unique<Hinge>(); }

}  // namespace lingan
