/// The distance of D's mean outputs where their second moment is 1: Mroueh & Sercu 2017 (Fisher
/// GAN).
#include <lingan/gan/objectives/fisher.h>

#include <lingan/gan/objectives/constrained_critic.h>

namespace lingan {
namespace {

class Fisher final : public ConstrainedCritic {
 public:
  using ConstrainedCritic::ConstrainedCritic;

 private:
  /// (<C_r^2> + <C_f^2>) / 2.
  torch::Tensor constraint(Discriminator& d, const Sentences& real,
                           const Sentences& fake) const override {
    const auto square = [](const torch::Tensor& c) { return c.square(); };
    return (mean_output(d, real, square) + mean_output(d, fake, square)) / 2;
  }
};

}  // namespace

std::unique_ptr<Objective> make_fisher(const OptionSet& options) {
  return std::make_unique<Fisher>(options.get<FisherOptions>().constraint_weight);
}

}  // namespace lingan
