#include <lingan/metrics/vectors/divergence_frontier.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lingan::metrics::divergence_frontier_test {
namespace {

const Histogram kP = {.5, .3, .2, 0}, kQ = {.25, .25, .25, .25};

/// What mauve-text 0.4.0 gives for these.
TEST(DivergenceFrontier, AgreesWithMauveText) {
  EXPECT_NEAR(frontier_area(kP, kQ), 0.6081135762448925, 1e-14);
  EXPECT_NEAR(frontier_area(kP, kQ, 1), 0.9638432640645962, 1e-14);
  EXPECT_NEAR(frontier_integral(kP, kQ), 0.15680052321488588, 1e-14);
}

TEST(DivergenceFrontier, TakesBothHistogramsAlike) {
  EXPECT_NEAR(frontier_area(kQ, kP), frontier_area(kP, kQ), 1e-14);
  EXPECT_NEAR(frontier_integral(kQ, kP), frontier_integral(kP, kQ), 1e-14);
}

TEST(DivergenceFrontier, OfEqualHistogramsIsTheWholeSquare) {
  EXPECT_NEAR(frontier_area(kP, kP), 1, 1e-9);
  EXPECT_NEAR(frontier_integral(kP, kP), 0, 1e-15);
}

TEST(DivergenceFrontier, OfHistogramsThatShareNothingIsNearlyNothing) {
  EXPECT_LT(frontier_area({1, 0}, {0, 1}), 0.01);
  EXPECT_NEAR(frontier_integral({1, 0}, {0, 1}), 1, 1e-15);
}

TEST(DivergenceFrontier, SmoothsCounts) {
  const std::vector<int64_t> counts = {3, 1, 0};
  EXPECT_THAT(shares_of(counts, 0), ::testing::ElementsAre(.75, .25, 0));
  EXPECT_THAT(shares_of(counts, 0.5), ::testing::ElementsAre(3.5 / 5.5, 1.5 / 5.5, 0.5 / 5.5));
}

}  // namespace
}  // namespace lingan::metrics::divergence_frontier_test
