/// The distance of D's mean outputs where its mean squared slope is 1: Mroueh, Li, Sercu, Raj &
/// Cheng 2017 (Sobolev GAN).
#include <lingan/gan/objectives/sobolev.h>

#include <lingan/gan/objectives/constrained_critic.h>
#include <lingan/gan/objectives/squared_slope.h>

namespace lingan {
namespace {

class Sobolev final : public ConstrainedCritic {
 public:
  using ConstrainedCritic::ConstrainedCritic;

 private:
  /// <|grad C|^2> over as many real as fake sentences, the paper's mid measure.
  torch::Tensor constraint(Discriminator& d, const Sentences& real,
                           const Sentences& fake) const override {
    return (squared_slope(d, real).mean() + squared_slope(d, fake).mean()) / 2;
  }
};

}  // namespace

std::unique_ptr<Objective> make_sobolev(const OptionSet& options) {
  return std::make_unique<Sobolev>(options.get<SobolevOptions>().constraint_weight);
}

}  // namespace lingan
