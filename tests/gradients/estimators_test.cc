#include <lingan/gradients/estimators.h>

#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::estimators_test {
namespace {

using namespace testing;

TEST(Estimators, SayWhatTheyAreAndWhereTheyComeFrom) {
  std::set<std::string_view> names;
  for (const EstimatorCard& card : estimators()) {
    EXPECT_TRUE(names.insert(card.name).second) << card.name;
    EXPECT_FALSE(card.summary.empty()) << card.name;
    EXPECT_FALSE(card.paper.empty()) << card.name;
    EXPECT_NE(card.moments, nullptr) << card.name;
  }
}

/// A setting that a card does not name changes nothing; one that it names does.
TEST(Estimators, LookAtTheSettingsThatTheirCardsName) {
  for (const EstimatorCard& card : estimators()) {
    const EstimatorSettings plain{.samples = 2, .rollouts = 1, .temperature = 1};
    const GradientTable table =
        card.why_not == nullptr || card.why_not(sine_policy(false), plain).empty()
            ? sine_policy(false)
            : cubic();
    const auto moments = [&](const EstimatorSettings& settings) {
      const Moments result = card.moments(table, settings);
      return std::pair(result.mean, result.variances);
    };
    const auto before = moments(plain);
    EXPECT_EQ(moments({.samples = 3}) != before, card.by_samples) << card.name;
    EXPECT_EQ(moments({.samples = 2, .rollouts = 3}) != before, card.by_rollouts) << card.name;
    EXPECT_EQ(moments({.samples = 2, .temperature = 3}) != before, card.by_temperature)
        << card.name;
  }
}

TEST(Estimators, OfAPathNeedAFunctionOfARelaxedVector) {
  EXPECT_EQ(why_not_pathwise(cubic()), "");
  EXPECT_NE(why_not_pathwise(sine_policy(false)), "");
}

}  // namespace
}  // namespace lingan::gradients::estimators_test
