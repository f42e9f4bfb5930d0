#include <lingan/gan/gradients/score_function_estimate.h>

#include <gtest/gtest.h>

#include <vector>

#include "tests/gan/gradients/tabular_game.h"
#include "tests/gradients/exact_tables.h"

namespace lingan::score_function_estimate_test {
namespace {

using testing::TabularEstimate;

/// Of the logits of the first position, which is the row of the empty prefix; the sum of the
/// variances of one sentence's share is below .25.
TEST(ScoreFunctionEstimate, ComesNearTheEnumeratedGradient) {
  const auto table = gradients::testing::sine_policy(false);
  const std::vector<double> exact = gradients::exact_gradient(table);
  const auto first = torch::tensor(std::vector<double>(exact.begin(), exact.begin() + 3));
  for (const char* name : {"reinforce", "leave-one-out", "rollouts"}) {
    TabularEstimate one(table, name, {.samples = 3000, .rollouts = 2});
    auto mean = torch::zeros({3}, torch::kFloat64);
    for (int64_t number = 0; number < 10; ++number) {
      one.estimate->make(number);
      mean += one.estimate->by_position()[0].to(torch::kFloat64) / 10;
    }
    EXPECT_LT((mean - first).norm().item<double>(), 5 * std::sqrt(.25 / 30000)) << name;
    EXPECT_NEAR(one.estimate->reward(), table.value(0), 0.03) << name;
  }
}

/// A baseline of the batch takes all of a reward that every sentence has.
TEST(ScoreFunctionEstimate, IsZeroWhereAllSentencesAreWorthTheSame) {
  gradients::TableContent content{.vocabulary = 3, .length = 2, .logits = {}, .rewards = {}};
  for (int i = 0; i < 12; ++i) content.logits.push_back(std::sin(i));
  content.rewards.assign(9, 0.7);
  const gradients::GradientTable table(content);
  for (const char* name : {"batch-mean", "leave-one-out", "self-critical"}) {
    TabularEstimate one(table, name, {.samples = 20});
    one.estimate->make(1);
    EXPECT_LT(one.estimate->by_position().abs().max().item<double>(), 1e-6) << name;
    EXPECT_NEAR(one.estimate->reward(), 0.7, 1e-6) << name;
  }
  TabularEstimate plain(table, "reinforce", {.samples = 20});
  plain.estimate->make(1);
  EXPECT_GT(plain.estimate->by_position().abs().max().item<double>(), 1e-3) << "without a baseline";
}

/// Six sentences of three tokens: prefixes of one and two are completed twice, and have two tokens
/// and one left.
TEST(ScoreFunctionEstimate, CountsWhatItTakes) {
  const auto table = gradients::testing::sine_policy(true);
  const auto cost = [&](const char* name) {
    return TabularEstimate(table, name, {.samples = 6, .rollouts = 2}).estimate->make(0);
  };
  EXPECT_EQ(cost("reinforce").reward_calls, 6);
  EXPECT_EQ(cost("reinforce").tokens, 18);
  EXPECT_EQ(cost("self-critical").reward_calls, 6 + 1);
  EXPECT_EQ(cost("self-critical").tokens, 18 + 3);
  EXPECT_EQ(cost("rollouts").reward_calls, 6 + 6 * 2 * 2);
  EXPECT_EQ(cost("rollouts").tokens, 18 + 6 * 2 * (2 + 1));
}

}  // namespace
}  // namespace lingan::score_function_estimate_test
