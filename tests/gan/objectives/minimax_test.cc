#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::minimax_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(Minimax, HasItsHandComputedLosses) {
  const Losses l = losses_of("minimax");
  EXPECT_NEAR(l.discriminator, classification(kReal, kFake), 1e-12);
  EXPECT_NEAR(l.generator, -(softplus(0.5) + softplus(-3)) / 2, 1e-12);
  expect_rewards(l, {-std::log(1 - sigma(0.5)), -std::log(1 - sigma(-3))});
}

/// ln(1 + e^z) written out to ten digits.
TEST(Minimax, HasTheValuesOfATable) {
  const Losses l = losses_of("minimax");
  const double real = (0.1269280110 + 1.3132616875) / 2, fake = (0.9740769842 + 0.0485873516) / 2;
  EXPECT_NEAR(l.discriminator, real + fake, 1e-9);
  EXPECT_NEAR(l.generator, -fake, 1e-9);
}

TEST(Minimax, IsTwoLogTwoWhereDCannotTell) {
  const Losses l = losses("minimax", values({0, 0}), values({0, 0}));
  EXPECT_NEAR(l.discriminator, 2 * std::log(2), 1e-12);
  EXPECT_NEAR(l.generator, -std::log(2), 1e-12);
}

}  // namespace
}  // namespace lingan::minimax_test
