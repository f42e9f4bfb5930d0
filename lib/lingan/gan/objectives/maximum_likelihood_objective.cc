/// With an optimal D, e^C = p_data / p_G, and the generator's expected gradient is that of maximum
/// likelihood: Goodfellow 2014 ("On distinguishability criteria"), 2016 (tutorial), sec. 3.2.4.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

/// Where C is larger, e^C counts as here: its gradient's square must stay a float32.
constexpr double kLargestOutput = 30;

class MaximumLikelihood final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return classification_loss(d, real, fake);
  }

 private:
  /// -e^C = -D / (1 - D).
  torch::Tensor cost(const torch::Tensor& outputs) const override {
    return -torch::exp(outputs.clamp_max(kLargestOutput));
  }
};

}  // namespace

std::unique_ptr<Objective> make_maximum_likelihood_objective(const OptionSet&) {
  return std::make_unique<MaximumLikelihood>();
}

}  // namespace lingan
