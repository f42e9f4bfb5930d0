#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::brier_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

double square(double x) { return x * x; }

TEST(Brier, HasItsHandComputedLosses) {
  const Losses l = losses_of("brier");
  EXPECT_NEAR(l.discriminator,
              (square(1 - sigma(2)) + square(1 - sigma(-1))) / 2 +
                  (square(sigma(0.5)) + square(sigma(-3))) / 2,
              1e-12);
  EXPECT_NEAR(l.generator, (square(sigma(0.5) - 1) + square(sigma(-3) - 1)) / 2, 1e-12);
  expect_rewards(l, {-square(sigma(0.5) - 1), -square(sigma(-3) - 1)});
}

/// Of a sentence that is real with probability p the expected loss is least at D = p.
TEST(Brier, IsLeastWhereTheOutputsAreLogOdds) {
  const double p = 0.7, odds = std::log(p / (1 - p));
  const auto expected = [p](double c) {
    const double of_real = losses("brier", values({c}), values({-99})).discriminator;
    const double of_fake = losses("brier", values({99}), values({c})).discriminator;
    return p * of_real + (1 - p) * of_fake;
  };
  EXPECT_LT(expected(odds), expected(odds - 0.01));
  EXPECT_LT(expected(odds), expected(odds + 0.01));
}

}  // namespace
}  // namespace lingan::brier_test
