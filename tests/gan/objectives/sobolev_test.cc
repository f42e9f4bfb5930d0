#include <gtest/gtest.h>

#include <lingan/gan/objectives/sobolev.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::sobolev_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr RandomStream kNoise = {1, Purpose::kNoise, 0};

Sentences tokens_of(const std::vector<int64_t>& ids) {
  Sentences sentences;
  sentences.tokens = torch::tensor(ids).view({-1, 3});
  return sentences;
}

/// |grad C|^2 in one-hot space, by autograd over rows written out, the mean over sentences.
double mean_square(ToyDiscriminator& d, const Sentences& hard) {
  Sentences rows;
  rows.one_hot = torch::one_hot(hard.tokens, 4).to(torch::kFloat64).requires_grad_();
  d.logits(rows).sum().backward();
  return rows.one_hot.grad().square().sum({1, 2}).mean().item<double>();
}

TEST(Sobolev, BoundsTheMeanSquaredSlopeOfRealAndFakeSentences) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  const Sentences real = tokens_of({0, 1, 2, 3, 3, 1}), fake = tokens_of({2, 0, 1, 1, 2, 0});
  OptionSet options;
  options.get<SobolevOptions>().constraint_weight = 0.1;
  const auto objective = make_objective("sobolev", options);
  const double distance = (d.logits(fake).mean() - d.logits(real).mean()).item<double>();
  const double slope = (mean_square(d, real) + mean_square(d, fake)) / 2;
  EXPECT_NEAR(objective->discriminator_loss(d, real, fake, kNoise).item<double>(),
              distance + 0.05 * (1 - slope) * (1 - slope), 1e-9);
  objective->after_discriminator_step(d, real, fake);
  EXPECT_NEAR(objective->state().at("multiplier").item<double>(), 0.1 * (slope - 1), 1e-9);
}

TEST(Sobolev, HasItsHandComputedLossesWhereTheSlopeIsZero) {
  OptionSet options;
  options.get<SobolevOptions>().constraint_weight = 0.1;
  const Losses l = losses("sobolev", values(kReal), values(kFake), options);
  EXPECT_NEAR(l.discriminator, -1.75 + 0.05, 1e-12);
  EXPECT_NEAR(l.generator, 1.25, 1e-12);
  expect_rewards(l, kFake);
}

}  // namespace
}  // namespace lingan::sobolev_test
