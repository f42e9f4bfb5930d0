#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::relativistic_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(Relativistic, HasItsHandComputedLosses) {
  const Losses l = losses_of("relativistic");  // C_r - C_f is 1.5 and 2
  EXPECT_NEAR(l.discriminator, (softplus(-1.5) + softplus(-2)) / 2, 1e-12);
  EXPECT_NEAR(l.generator, (softplus(1.5) + softplus(2)) / 2, 1e-12);
  expect_rewards(l, {-(softplus(1.5) + softplus(-1.5)) / 2, -(softplus(5) + softplus(2)) / 2});
}

TEST(Relativistic, IsLogTwoWhereRealAndFakeLookTheSame) {
  EXPECT_NEAR(losses("relativistic", values({3, 1}), values({3, 1})).discriminator, std::log(2),
              1e-12);
}

TEST(Relativistic, ReusesRealSentencesInTurnForMoreFakes) {
  // Real 1 and 2 are met by fakes 0, 0, 0 as 1, 2, 1.
  const Losses l = losses("relativistic", values({1, 2}), values({0, 0, 0}));
  EXPECT_NEAR(l.discriminator, (2 * softplus(-1) + softplus(-2)) / 3, 1e-12);
}

TEST(Relativistic, RewardsByTheMeanOfItsGeneratorLossOverAllPairings) {
  const Losses one = losses("relativistic", values({2, -1}), values(kFake));
  const Losses other = losses("relativistic", values({-1, 2}), values(kFake));
  EXPECT_NEAR((one.reward[0] + one.reward[1]) / 2, -(one.generator + other.generator) / 2, 1e-12);
}

TEST(Relativistic, GivesOneRewardASentenceForManyRepresentations) {
  const auto real = torch::zeros({2, 4}, torch::kFloat64);
  const auto fake = torch::tensor({0.0, 1.0, 2.0, 3.0}, torch::kFloat64).repeat({3, 1});
  const double mean = -(softplus(0) + softplus(-1) + softplus(-2) + softplus(-3)) / 4;
  expect_rewards(losses("relativistic", real, fake), {mean, mean, mean});
}

}  // namespace
}  // namespace lingan::relativistic_test
