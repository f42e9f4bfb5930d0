#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::maximum_likelihood_objective_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(MaximumLikelihoodObjective, HasItsHandComputedLosses) {
  const Losses l = losses_of("maximum-likelihood");
  EXPECT_NEAR(l.discriminator, classification(kReal, kFake), 1e-12);
  EXPECT_NEAR(l.generator, -(std::exp(0.5) + std::exp(-3)) / 2, 1e-12);
  expect_rewards(l, {std::exp(0.5), std::exp(-3)});
}

/// e^C = D / (1 - D).
TEST(MaximumLikelihoodObjective, RewardsTheOddsThatDGives) {
  for (const double c : {-2.0, 0.0, 1.5}) {
    const Losses l = losses("maximum-likelihood", values({0}), values({c}));
    EXPECT_NEAR(l.reward[0], sigma(c) / (1 - sigma(c)), 1e-12);
  }
}

TEST(MaximumLikelihoodObjective, StaysFiniteWhateverDSays) {
  const auto sure = torch::tensor({29.0F, 90.0F, 1e30F}).requires_grad_();
  FixedDiscriminator d(sure, sure);
  const Sentences fake = constant_tokens(3, 1);
  const auto loss = make_objective("maximum-likelihood")->generator_loss(d, fake, fake);
  loss.backward();
  EXPECT_TRUE(std::isfinite(loss.item<float>()));
  EXPECT_TRUE(torch::isfinite(sure.grad().square()).all().item<bool>());
}

}  // namespace
}  // namespace lingan::maximum_likelihood_objective_test
