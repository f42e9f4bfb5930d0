/// G matches the mean of D's features of real sentences, D tells real from fake: Salimans et al.
/// 2016, sec. 3.1.
#include <lingan/gan/objectives/mean_features.h>
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

class FeatureMatching final : public Objective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return classification_loss(d, real, fake);
  }

  /// |<phi_r> - <phi_f>|^2.
  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    return mean_feature_difference(d, real, fake).square().sum();
  }

  /// <phi(x), <phi_r> - <phi_f>>: half the fall of the loss per unit of probability moved to x.
  SentenceValue reward(Discriminator& d, const Sentences& real,
                       const DrawFakes& fakes) const override {
    const torch::NoGradGuard no_gradient;
    return along_features(mean_feature_difference(d, real, fakes()));
  }
};

}  // namespace

std::unique_ptr<Objective> make_feature_matching(const OptionSet&) {
  return std::make_unique<FeatureMatching>();
}

}  // namespace lingan
