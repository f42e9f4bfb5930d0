#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::mmd_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// The published program's list.
const std::vector<double> kWidths = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2,  0.1, 1.0, 5.0, 10.0, 15.0,
                                     20.0, 25.0, 30.0, 35.0, 100.0, 1e3, 1e4, 1e5, 1e6};

double kernel(double x, double y) {
  double sum = 0;
  for (const double width : kWidths) sum += std::exp(-(x - y) * (x - y) / (2 * width));
  return sum;
}

/// The mean kernel of all pairs.
double mean_kernel(const std::vector<double>& x, const std::vector<double>& y) {
  double sum = 0;
  for (const double one : x) {
    for (const double other : y) sum += kernel(one, other);
  }
  return sum / static_cast<double>(x.size() * y.size());
}

double squared_mmd(const std::vector<double>& x, const std::vector<double>& y) {
  return mean_kernel(x, x) + mean_kernel(y, y) - 2 * mean_kernel(x, y);
}

TEST(Mmd, IsTheDistanceOfTheDefinition) {
  const Losses l = losses_of("mmd");
  EXPECT_NEAR(l.generator, squared_mmd(kReal, kFake), 1e-9);
  EXPECT_NEAR(l.discriminator, classification(kReal, kFake) - 0.1 * squared_mmd(kReal, kFake),
              1e-9);
}

TEST(Mmd, HasItsClosedFormForTwoPoints) {
  double expected = 0;
  for (const double width : kWidths) expected += 2 - 2 * std::exp(-4 / (2 * width));
  EXPECT_NEAR(losses("mmd", values({0}), values({2})).generator, expected, 1e-9);
}

TEST(Mmd, IsZeroForEqualFeatures) {
  EXPECT_NEAR(losses("mmd", values({1, 2}), values({1, 2})).generator, 0, 1e-9);
}

/// The witness function: the mean kernel with the real sentences less that with the fake ones.
TEST(Mmd, RewardsByTheWitnessFunction) {
  const Losses l = losses_of("mmd");
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(l.reward[i], mean_kernel({kFake[i]}, kReal) - mean_kernel({kFake[i]}, kFake), 1e-9);
  }
}

TEST(Mmd, RewardsSentencesNearTheRealOnesMost) {
  const auto reward = losses("mmd", values({0, 0.1}), values({0, 50, 51})).reward;
  EXPECT_GT(reward[0], reward[1]);
}

}  // namespace
}  // namespace lingan::mmd_test
