#include <lingan/run/comparison/dominance.h>

#include <gtest/gtest.h>

namespace lingan::dominance_test {
namespace {

Curve line(double from, double to, double at_from, double at_to) {
  return {{.8, at_from, from}, {1, at_to, to}};
}

// The run's quality is .5 everywhere; the other's rises from .4 to .6 over .2 to .4.
TEST(Dominance, ChangesWhereCurvesCross) {
  const auto ranges = dominance({{line(.1, .4, .5, .5), line(.2, .5, .4, .7)}}, true);
  ASSERT_EQ(ranges.size(), 3U);
  EXPECT_EQ(ranges[0].standing, Standing::kAbove);
  EXPECT_DOUBLE_EQ(ranges[0].from, .2);
  EXPECT_NEAR(ranges[0].to, .29, 1e-12);
  EXPECT_EQ(ranges[1].standing, Standing::kNeither);  // in .3 alone
  EXPECT_EQ(ranges[2].standing, Standing::kBelow);
  EXPECT_NEAR(ranges[2].from, .31, 1e-12);
  EXPECT_DOUBLE_EQ(ranges[2].to, .4);
}

TEST(Dominance, TurnsWithTheDirectionOfTheMetric) {
  const auto ranges = dominance({{line(.1, .4, .5, .5), line(.1, .4, .6, .6)}}, false);
  ASSERT_EQ(ranges.size(), 1U);
  EXPECT_EQ(ranges[0].standing, Standing::kAbove);
}

TEST(Dominance, NeedsEverySeed) {
  const CurvePair better = {line(.1, .4, .5, .5), line(.1, .4, .4, .4)};
  const CurvePair worse = {line(.1, .4, .5, .5), line(.1, .4, .6, .6)};
  const auto ranges = dominance({better, worse}, true);
  ASSERT_EQ(ranges.size(), 1U);
  EXPECT_EQ(ranges[0].standing, Standing::kNeither);
}

TEST(Dominance, IsOfTheRangeThatAllCurvesHave) {
  EXPECT_TRUE(dominance({{line(.1, .2, .5, .5), line(.3, .4, .4, .4)}}, true).empty());
  const auto ranges = dominance(
      {{line(.1, .4, .5, .5), line(.1, .4, .4, .4)}, {line(.2, .5, .5, .5), line(.1, .3, .4, .4)}},
      true);
  ASSERT_EQ(ranges.size(), 1U);
  EXPECT_DOUBLE_EQ(ranges[0].from, .2);
  EXPECT_DOUBLE_EQ(ranges[0].to, .3);
}

}  // namespace
}  // namespace lingan::dominance_test
