#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::feature_matching_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Features are the outputs, whose means are 0.5 and -1.25.
TEST(FeatureMatching, HasItsHandComputedLosses) {
  const Losses l = losses_of("feature-matching");
  EXPECT_NEAR(l.discriminator, classification(kReal, kFake), 1e-12);
  EXPECT_NEAR(l.generator, 1.75 * 1.75, 1e-12);
  expect_rewards(l, {0.5 * 1.75, -3 * 1.75});
}

TEST(FeatureMatching, ComparesMeansAndNothingElse) {
  EXPECT_NEAR(losses("feature-matching", values({1, 3}), values({-5, 9})).generator, 0, 1e-12);
}

}  // namespace
}  // namespace lingan::feature_matching_test
