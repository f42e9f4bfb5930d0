/// Squared distance of the outputs from 1 and 0: Mao et al. 2017 (LSGAN), eq. 9.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class LeastSquares final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const auto of_real = [](const torch::Tensor& c) { return (c - 1).square(); };
    const auto of_fake = [](const torch::Tensor& c) { return c.square(); };
    return 0.5 * mean_output(d, real, of_real) + 0.5 * mean_output(d, fake, of_fake);
  }

 private:
  torch::Tensor cost(const torch::Tensor& outputs) const override {
    return 0.5 * (outputs - 1).square();
  }
};

}  // namespace

std::unique_ptr<Objective> make_least_squares(const OptionSet&) {
  return std::make_unique<LeastSquares>();
}

}  // namespace lingan
