#include <gtest/gtest.h>

#include <lingan/gan/objectives/loss_sensitive.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::loss_sensitive_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// L = softplus(-C); features are the outputs, so that Delta is 1.5 and 2.
TEST(LossSensitive, HasItsHandComputedLosses) {
  OptionSet options;
  options.get<LossSensitiveOptions>().margin_weight = 0.4;
  const Losses l = losses("loss-sensitive", values(kReal), values(kFake), options);
  const double first = std::max(0.0, 1.5 + softplus(-2) - softplus(-0.5));
  const double second = std::max(0.0, 2 + softplus(1) - softplus(3));
  EXPECT_GT(first, 0);
  EXPECT_NEAR(l.discriminator, (softplus(-2) + softplus(1)) / 2 + 0.4 * (first + second) / 2,
              1e-12);
  EXPECT_NEAR(l.generator, (softplus(-0.5) + softplus(3)) / 2, 1e-12);
  expect_rewards(l, {-softplus(-0.5), -softplus(3)});
}

/// Outputs a thousand times as far apart as features, which lie within 2 of each other in each
/// place.
TEST(LossSensitive, AsksNoMoreThanTheMargin) {
  ToyDiscriminator d(4, 3);
  {
    const torch::NoGradGuard no_gradient;
    d.named_parameters()["output"].mul_(1000);
  }
  Sentences one, other;
  one.tokens = torch::tensor({{0, 1, 2}});
  other.tokens = torch::tensor({{3, 3, 1}});
  const bool is_above = d.logits(one).item<double>() > d.logits(other).item<double>();
  const Sentences& above = is_above ? one : other;
  const Sentences& below = is_above ? other : one;
  const auto objective = make_objective("loss-sensitive");
  const auto loss = [&](const Sentences& real, const Sentences& fake) {
    return objective->discriminator_loss(d, real, fake, {1, Purpose::kNoise, 0}).item<double>();
  };
  const double of_above = torch::softplus(-d.logits(above)).item<double>();
  const double of_below = torch::softplus(-d.logits(below)).item<double>();
  const double distance = (d.features(above) - d.features(below)).norm().item<double>();
  EXPECT_NEAR(loss(above, below), of_above, 1e-3);
  EXPECT_NEAR(loss(below, above), of_below + distance + of_below - of_above, 1e-2);
}

/// The margin is a number to the gradient, though it comes from D's features.
TEST(LossSensitive, HasTheDiscriminatorGradientOfFiniteDifferencesWithAGivenMargin) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  Sentences real, fake;
  real.tokens = torch::tensor({{0, 1, 2}, {3, 3, 1}});
  fake.tokens = torch::tensor({{2, 0, 1}, {1, 2, 0}});
  const auto margin = (d.features(real) - d.features(fake)).detach().norm(2, 1);
  const auto loss = [&] {
    const auto of_real = torch::softplus(-d.logits(real)),
               of_fake = torch::softplus(-d.logits(fake));
    return (of_real.mean() + torch::relu(margin + of_real - of_fake).mean()).item<double>();
  };
  make_objective("loss-sensitive")
      ->discriminator_loss(d, real, fake, {1, Purpose::kNoise, 0})
      .backward();
  for (const auto& weight : d.parameters()) {
    const auto flat = weight.detach().view({-1});
    constexpr double kStep = 1e-6;
    const double kept = flat[0].item<double>();
    flat[0] = kept + kStep;
    const double above = loss();
    flat[0] = kept - kStep;
    const double below = loss();
    flat[0] = kept;
    EXPECT_NEAR(weight.grad().view({-1})[0].item<double>(), (above - below) / (2 * kStep), 1e-6);
  }
}

}  // namespace
}  // namespace lingan::loss_sensitive_test
