#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::relativistic_average_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(RelativisticAverage, HasItsHandComputedLosses) {
  const Losses l = losses_of("relativistic-average");  // <C_r> = 0.5, <C_f> = -1.25
  const double d = (softplus(-3.25) + softplus(-0.25)) / 2 + (softplus(0) + softplus(-3.5)) / 2;
  const double g = (softplus(0) + softplus(3.5)) / 2 + (softplus(3.25) + softplus(0.25)) / 2;
  EXPECT_NEAR(l.discriminator, d, 1e-12);
  EXPECT_NEAR(l.generator, g, 1e-12);
}

/// G's loss where the fake outputs 0.5 and -3 have the probabilities p and 1 - p.
double loss_at(double p) {
  const double mean = p * 0.5 + (1 - p) * -3;
  return p * softplus(0.5 - 0.5) + (1 - p) * softplus(0.5 + 3) +
         (softplus(2 - mean) + softplus(-1 - mean)) / 2;
}

/// Moving probability from one sentence to another lowers the loss by what rewards differ.
TEST(RelativisticAverage, RewardsByTheFallOfItsLoss) {
  const Losses l = losses_of("relativistic-average");
  constexpr double kStep = 1e-6;
  const double slope = (loss_at(0.5 + kStep) - loss_at(0.5 - kStep)) / (2 * kStep);
  EXPECT_NEAR(loss_at(0.5), l.generator, 1e-12);
  EXPECT_NEAR(l.reward[0] - l.reward[1], -slope, 1e-6);
}

}  // namespace
}  // namespace lingan::relativistic_average_test
