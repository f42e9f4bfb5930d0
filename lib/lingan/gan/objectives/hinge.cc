/// The margin loss of support vector machines: Lim & Ye 2017 (Geometric GAN); Miyato et al. 2018.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class Hinge final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const auto of_real = [](const torch::Tensor& c) { return torch::relu(1 - c); };
    const auto of_fake = [](const torch::Tensor& c) { return torch::relu(1 + c); };
    return mean_output(d, real, of_real) + mean_output(d, fake, of_fake);
  }

 private:
  torch::Tensor cost(const torch::Tensor& outputs) const override { return -outputs; }
};

}  // namespace

std::unique_ptr<Objective> make_hinge(const OptionSet&) { return std::make_unique<Hinge>(); }

}  // namespace lingan
