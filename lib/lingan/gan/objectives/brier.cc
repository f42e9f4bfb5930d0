/// Squared distance of D's probability from 1 and 0, the score of Brier 1950, which is least where
/// the probability is right: the least-squares mutation of Wang et al. 2019 (E-GAN), sec. III-B,
/// where D ends in a sigmoid.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class Brier final : public OutputObjective {
 public:
  /// <(1 - D_r)^2> + <D_f^2>.
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const auto of_real = [](const torch::Tensor& c) { return torch::sigmoid(-c).square(); };
    const auto of_fake = [](const torch::Tensor& c) { return torch::sigmoid(c).square(); };
    return mean_output(d, real, of_real) + mean_output(d, fake, of_fake);
  }

 private:
  /// (D - 1)^2.
  torch::Tensor cost(const torch::Tensor& outputs) const override {
    return torch::sigmoid(-outputs).square();
  }
};

}  // namespace

std::unique_ptr<Objective> make_brier(const OptionSet&) { return std::make_unique<Brier>(); }

}  // namespace lingan
