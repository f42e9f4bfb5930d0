#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::hinge_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(Hinge, HasItsHandComputedLosses) {
  const Losses l = losses_of("hinge");
  EXPECT_NEAR(l.discriminator, (0 + 2) / 2.0 + (1.5 + 0) / 2, 1e-12);
  EXPECT_NEAR(l.generator, 1.25, 1e-12);
  expect_rewards(l, kFake);
}

TEST(Hinge, CostsDNothingBeyondItsMargin) {
  EXPECT_EQ(losses("hinge", values({1, 7}), values({-1, -9})).discriminator, 0);
}

TEST(Hinge, AveragesOverRepresentations) {
  const auto real = torch::zeros({2, 4}, torch::kFloat64);
  const auto fake = torch::tensor({0.0, 1.0, 2.0, 3.0}, torch::kFloat64).repeat({2, 1});
  const Losses l = losses("hinge", real, fake);
  EXPECT_NEAR(l.discriminator, 1 + 2.5, 1e-12);
  expect_rewards(l, {1.5, 1.5});
}

}  // namespace
}  // namespace lingan::hinge_test
