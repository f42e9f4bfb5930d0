#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::least_squares_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(LeastSquares, HasItsHandComputedLosses) {
  const Losses l = losses_of("least-squares");
  EXPECT_NEAR(l.discriminator, 0.5 * (1 + 4) / 2 + 0.5 * (0.25 + 9) / 2, 1e-12);
  EXPECT_NEAR(l.generator, 0.5 * (0.25 + 16) / 2, 1e-12);
  expect_rewards(l, {-0.125, -8});
}

TEST(LeastSquares, IsZeroWhereRealIsOneAndFakeIsZero) {
  EXPECT_NEAR(losses("least-squares", values({1, 1}), values({0})).discriminator, 0, 1e-12);
}

TEST(LeastSquares, RewardsOutputsNearOneAloneNotAbove) {
  const Losses l = losses("least-squares", values({0}), values({1, 3, -1}));
  expect_rewards(l, {0, -2, -2});
}

}  // namespace
}  // namespace lingan::least_squares_test
