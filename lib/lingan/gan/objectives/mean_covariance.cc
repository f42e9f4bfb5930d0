/// D drives the means of its features apart, its weights cut to a box after each step: Mroueh,
/// Sercu & Goel 2017 (McGan), sec. 3, the form of means with the Euclidean norm.
#include <lingan/gan/objectives/mean_covariance.h>

#include <lingan/gan/objectives/mean_features.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/objectives/weight_clip.h>

namespace lingan {
namespace {

constexpr double kTinyDifference = 1e-12;  // keeps a direction finite

class MeanCovariance final : public Objective {
 public:
  explicit MeanCovariance(double clip) : clip_(clip) {}

  /// -|<phi_r> - <phi_f>|.
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return -mean_feature_difference(d, real, fake).norm();
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    return mean_feature_difference(d, real, fake).norm();
  }

  /// <phi(x), v> with v = (<phi_r> - <phi_f>) / |<phi_r> - <phi_f>|: the fall of the loss per unit
  /// of probability moved to x.
  SentenceValue reward(Discriminator& d, const Sentences& real,
                       const DrawFakes& fakes) const override {
    const torch::NoGradGuard no_gradient;
    const auto difference = mean_feature_difference(d, real, fakes());
    return along_features(difference / difference.norm().clamp_min(kTinyDifference));
  }

  void after_discriminator_step(Discriminator& d, const Sentences&, const Sentences&) override {
    clip_weights(d, clip_);
  }

 private:
  double clip_;
};

}  // namespace

std::unique_ptr<Objective> make_mean_covariance(const OptionSet& options) {
  return std::make_unique<MeanCovariance>(options.get<MeanCovarianceOptions>().clip);
}

}  // namespace lingan
