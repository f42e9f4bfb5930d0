/// Squared distance of the outputs from 1 and 0: Mao et al. 2017 (LSGAN), eq. 9.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class LeastSquares final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return 0.5 * (d.logits(real) - 1).square().mean() + 0.5 * d.logits(fake).square().mean();
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
