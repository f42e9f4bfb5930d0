#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::non_saturating_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(NonSaturating, HasItsHandComputedLosses) {
  const Losses l = losses_of("non-saturating");
  EXPECT_NEAR(l.discriminator, classification(kReal, kFake), 1e-12);
  EXPECT_NEAR(l.generator, (softplus(-0.5) + softplus(3)) / 2, 1e-12);
  expect_rewards(l, {std::log(sigma(0.5)), std::log(sigma(-3))});
}

/// Where D is sure, the loss still has slope -1; that of minimax is flat.
TEST(NonSaturating, DoesNotSaturateWhereDWins) {
  const auto slope = [](const char* name) {
    const double step = 1e-4;
    return (losses(name, values({0}), values({-20 + step})).generator -
            losses(name, values({0}), values({-20})).generator) /
           step;
  };
  EXPECT_NEAR(slope("non-saturating"), -1, 1e-6);
  EXPECT_NEAR(slope("minimax"), 0, 1e-6);
}

TEST(NonSaturating, IsLogTwoWhereDCannotTell) {
  EXPECT_NEAR(losses("non-saturating", values({0}), values({0})).generator, std::log(2), 1e-12);
}

}  // namespace
}  // namespace lingan::non_saturating_test
