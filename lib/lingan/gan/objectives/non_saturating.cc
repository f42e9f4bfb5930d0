/// The generator maximizes ln D of its sentences, which does not saturate while D wins:
/// Goodfellow et al. 2014, sec. 3; Goodfellow 2016 (tutorial), sec. 3.2.3.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class NonSaturating final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return classification_loss(d, real, fake);
  }

 private:
  /// -ln D.
  torch::Tensor cost(const torch::Tensor& outputs) const override {
    return torch::softplus(-outputs);
  }
};

}  // namespace

std::unique_ptr<Objective> make_non_saturating(const OptionSet&) {
  return std::make_unique<NonSaturating>();
}

}  // namespace lingan
