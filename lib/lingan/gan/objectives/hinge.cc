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

 private:
  torch::Tensor cost(const torch::Tensor& outputs) const override { return -outputs; }
};

}  // namespace

std::unique_ptr<Objective> make_hinge(const OptionSet&) { return std::make_unique<Hinge>(); }

}  // namespace lingan
