/// The margin loss of support vector machines: Lim & Ye 2017 (Geometric GAN); Miyato et al. 2018.
#include <lingan/gan/objective_kinds.h>

namespace lingan {
namespace {

class Hinge final : public Objective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return torch::relu(1 - d.logits(real)).mean() + torch::relu(1 + d.logits(fake)).mean();
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences&,
                               const Sentences& fake) const override {
    return -d.logits(fake).mean();
  }

  torch::Tensor reward(Discriminator& d, const Sentences&, const Sentences& fake) const override {
    const torch::NoGradGuard no_gradient;
    return per_sentence(d.logits(fake));
  }
};

}  // namespace

std::unique_ptr<Objective> make_hinge(const ObjectiveOptions&) { return std::make_unique<Hinge>(); }

}  // namespace lingan
