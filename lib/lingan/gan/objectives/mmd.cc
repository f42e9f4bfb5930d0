/// Kernel distance between the features of real and fake sentences: Li et al. 2015; Zhang et al.
/// 2017 (TextGAN), eqs. 3-5: with sentences made of a latent code, D also tells the code from its
/// features.
#include <array>

#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

/// sigma of exp(-|x - y|^2 / (2 sigma)): the published program's list.
constexpr std::array kWidths = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2,  0.1, 1.0, 5.0, 10.0, 15.0,
                                20.0, 25.0, 30.0, 35.0, 100.0, 1e3, 1e4, 1e5, 1e6};

/// Weight of MMD^2 in D's loss: the published program's.
constexpr double kDiscriminatorWeight = 0.1;
/// Weight of the code's reconstruction in D's loss.
constexpr double kReconstructionWeight = 0.1;

/// k(x_i, y_j), [m, n]: the sum of all kernels.
torch::Tensor kernel(const torch::Tensor& x, const torch::Tensor& y) {
  // By differences: |x|^2 + |y|^2 - 2 x y would round by more than the narrowest kernels are wide.
  constexpr int64_t kByDifferences = 2;
  const auto distance = torch::cdist(x, y, 2, kByDifferences).square();
  auto sum = torch::zeros_like(distance);
  for (const double width : kWidths) sum = sum + torch::exp(-distance / (2 * width));
  return sum;
}

/// The biased estimate of MMD^2, never negative but for rounding.
torch::Tensor squared_mmd(const torch::Tensor& real, const torch::Tensor& fake) {
  const auto value =
      kernel(real, real).mean() + kernel(fake, fake).mean() - 2 * kernel(real, fake).mean();
  return value.clamp_min(0);
}

class Mmd final : public Objective {
 public:
  /// D tells real from fake, drives their features apart and, where there are codes, keeps them in
  /// the features: |z - z'|^2 weighs against it (lambda_r; the paper gives both lambdas no value).
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    auto loss = classification_loss(d, real, fake) -
                kDiscriminatorWeight * squared_mmd(d.features(real), d.features(fake));
    if (!fake.latent.defined() || d.options().latent_width == 0) return loss;
    const auto error = (d.latent(fake) - fake.latent).square().sum(1).mean();
    return loss + kReconstructionWeight * error;
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    return squared_mmd(d.features(real), d.features(fake));
  }

  /// The witness function <k(x, r)> - <k(x, f)>: half the fall of MMD^2 per unit of probability
  /// moved to x (Gretton et al. 2012, sec. 2.3). The fakes f are others than those that are
  /// rewarded: k(x, x) would tell apart what is one of them and what is not.
  SentenceValue reward(Discriminator& d, const Sentences& real,
                       const DrawFakes& fakes) const override {
    const torch::NoGradGuard no_gradient;
    const auto real_features = d.features(real), fake_features = d.features(fakes());
    return {.by_features = true, .of = [real_features, fake_features](const torch::Tensor& x) {
              return kernel(x, real_features).mean(1) - kernel(x, fake_features).mean(1);
            }};
  }
};

}  // namespace

std::unique_ptr<Objective> make_mmd(const OptionSet&) { return std::make_unique<Mmd>(); }

}  // namespace lingan
