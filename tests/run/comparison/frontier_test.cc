#include <lingan/run/comparison/frontier.h>

#include <gtest/gtest.h>

#include <limits>

#include <lingan/base/error.h>

#include "tests/run/frontier_curves.h"

namespace lingan::frontier_test {
namespace {

using testing::bleu_point;
using testing::run_of;

constexpr FrontierPair kBleu{"bleu-4", "self-bleu-4"};

// At T = .8, .9, 1: quality .6, .5, .3 at diversity .5, .4, .3.
const Curve kFalling = {{.8, .6, .5}, {.9, .5, .4}, {1, .3, .3}};

TEST(Frontier, IsInOrderOfTemperatureAndLeavesPointsWithoutAValueOut) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const ComparedRun run =
      run_of(RunRole::kTrained, 1,
             {bleu_point(1, .3, .3), bleu_point(.8, .6, .5), bleu_point(.9, .5, none), {1.1, {}}});
  const Curve curve = curve_of(run, kBleu);
  ASSERT_EQ(curve.size(), 2U);
  EXPECT_EQ(curve[0].swept, .8);
  EXPECT_EQ(curve[0].quality, .6);
  EXPECT_EQ(curve[0].diversity, .5);
  ASSERT_NE(at_one(curve), nullptr);
  EXPECT_EQ(at_one(curve)->quality, .3);
  EXPECT_TRUE(curve_of(run, {"mauve", ""}).empty());
}

TEST(Frontier, IsLinearBetweenNeighboursInTemperature) {
  const auto point = at_diversity(kFalling, .325, true);
  ASSERT_TRUE(point);
  EXPECT_DOUBLE_EQ(point->swept, .975);
  EXPECT_DOUBLE_EQ(point->quality, .35);
  EXPECT_DOUBLE_EQ(point->diversity, .325);
}

TEST(Frontier, HasItsOwnPoints) {
  EXPECT_EQ(at_diversity(kFalling, .4, true)->quality, .5);
  EXPECT_EQ(at_diversity(kFalling, .3, true)->swept, 1);
  EXPECT_EQ(at_diversity({{1, .2, .7}}, .7, true)->quality, .2);
}

TEST(Frontier, IsNotExtrapolated) {
  EXPECT_FALSE(at_diversity(kFalling, .51, true));
  EXPECT_FALSE(at_diversity(kFalling, .29, true));
  EXPECT_FALSE(at_diversity({}, .3, true));
}

// Up and down again: .35 is passed at T = .5 and T = 1.75.
TEST(Frontier, GivesTheBestQualityOfADiversityThatItPassesTwice) {
  const Curve curve = {{0, .1, .3}, {1, .2, .4}, {2, .5, .333}};
  EXPECT_GT(at_diversity(curve, .35, true)->swept, 1);
  EXPECT_NEAR(at_diversity(curve, .35, false)->swept, .5, 1e-12);
}

TEST(Frontier, KnowsItsRangeAndItsBestPoint) {
  EXPECT_EQ(diversity_range(kFalling).low, .3);
  EXPECT_EQ(diversity_range(kFalling).high, .5);
  EXPECT_EQ(best_point(kFalling, true)->swept, .8);
  EXPECT_EQ(best_point(kFalling, false)->swept, 1);
  EXPECT_EQ(best_point({}, true), nullptr);
}

TEST(Frontier, TakesDirectionsFromTheCardsOfTheMetrics) {
  EXPECT_TRUE(higher_is_better("bleu-4"));
  EXPECT_FALSE(higher_is_better("self-bleu-4"));
  EXPECT_FALSE(higher_is_better("kn-lm"));
  EXPECT_TRUE(higher_is_better("mauve"));
  EXPECT_THROW(higher_is_better("blue"), UsageError);
}

}  // namespace
}  // namespace lingan::frontier_test
