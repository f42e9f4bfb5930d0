#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/baseline.h>

namespace lingan::baselines_test {
namespace {

StepRewards step() {
  return {.rewards = torch::tensor({{1.0, 2.0}, {3.0, 0.0}, {5.0, 6.0}}),
          .mask = torch::tensor({{1.0, 1.0}, {1.0, 0.0}, {1.0, 1.0}}),
          .greedy = [] { return torch::tensor({2.5}); }};
}

/// What each takes off the second token's reward of the first sentence: no two do the same.
TEST(MakeBaseline, GivesTheBaselineOfEachName) {
  const std::map<std::string_view, double> values = {{"none", 0},       {"moving-average", 0},
                                                     {"batch-mean", 4}, {"leave-one-out", 6},
                                                     {"prefix", 1},     {"self-critical", 2.5}};
  std::set<std::string_view> names;
  for (const BaselineCard& card : baselines()) {
    EXPECT_TRUE(names.insert(card.name).second) << card.name;
    if (card.name == "critic") continue;  // it has a network: critic_baseline_test.cc
    const auto baseline = make_baseline(card.name, 0.5);
    const auto value = baseline->value(step()).expand({3, 2})[0][1].item<double>();
    EXPECT_DOUBLE_EQ(value, values.at(card.name)) << card.name;
    EXPECT_EQ(baseline->state().empty(), card.name != "moving-average") << card.name;
  }
  EXPECT_EQ(names.size(), values.size() + 1);
}

/// The mean of earlier steps, the last weighing most; of decay 0 the last one's.
TEST(MakeBaseline, HandsTheDecayToTheMovingAverage) {
  const auto mask = torch::ones({1, 1});
  for (const double decay : {0.0, 0.9}) {
    const auto baseline = make_baseline("moving-average", decay);
    baseline->value({torch::full({1, 1}, 4.0), mask});
    baseline->value({torch::full({1, 1}, 1.0), mask});
    const double expected = (decay * (1 - decay) * 4 + (1 - decay) * 1) / (1 - decay * decay);
    EXPECT_NEAR(baseline->value({mask, mask}).item<double>(), expected, 1e-6) << decay;
  }
}

TEST(MakeBaseline, RefusesUnknownNames) { EXPECT_THROW(make_baseline("critics", 0), UsageError); }

}  // namespace
}  // namespace lingan::baselines_test
