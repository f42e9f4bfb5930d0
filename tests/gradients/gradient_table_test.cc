#include <lingan/gradients/gradient_table.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::gradient_table_test {
namespace {

using namespace testing;

TEST(GradientTable, HasTheExpectedRewardThatWasComputedElsewhere) {
  EXPECT_NEAR(three_bits(0).value(0), .7605, 1e-15);
  EXPECT_NEAR(sine_policy(false).value(0), 0.29598667394781936, 1e-15);
  EXPECT_NEAR(sine_policy(true).value(0), .0037082134, 5e-11);
}

TEST(GradientTable, HasValuesAndVariancesOfPrefixesAsTheirSequencesGive) {
  const GradientTable table = uneven(false);
  double value = 0, square = 0;
  for (size_t token = 0; token < 3; ++token) {
    const double reward = table.rewards()[3 + token];
    value += table.policy(2)[token] * reward;
    square += table.policy(2)[token] * reward * reward;
  }
  EXPECT_NEAR(table.value(2), value, 1e-15);
  EXPECT_NEAR(table.variance(2), square - value * value, 1e-15);
  EXPECT_NEAR(table.advantage(2, 1), table.rewards()[4] - value, 1e-15);
  EXPECT_EQ(table.variance(4), 0.0);
}

TEST(GradientTable, NumbersPrefixesBreadthFirst) {
  const GradientTable table = sine_policy(false);
  EXPECT_EQ(table.prefixes(), 13);
  EXPECT_EQ(table.rows(), 13);
  EXPECT_EQ(table.name_of(0), "");
  EXPECT_EQ(table.name_of(3), "2");
  EXPECT_EQ(table.name_of(4 + 3 * 1 + 2), "1 2");
  EXPECT_EQ(table.name_of(13 + 9 * 2 + 1), "2 0 1");
  EXPECT_EQ(three_bits(0).rows(), 1);
}

TEST(GradientTable, WalksOverAllSequencesWithTheirProbabilities) {
  const GradientTable table = sine_policy(false);
  double all = 0;
  int count = 0;
  for_each_sequence(table, [&](const Sequence& x) {
    double probability = 1;
    for (size_t t = 0; t < 3; ++t) {
      probability *= table.policy(x.prefixes[t])[static_cast<size_t>(x.tokens[t])];
    }
    EXPECT_NEAR(x.probability, probability, 1e-16);
    EXPECT_EQ(x.tokens, (std::vector<int64_t>{count / 9, count / 3 % 3, count % 3}));
    EXPECT_EQ(x.reward, table.rewards()[static_cast<size_t>(count)]);
    all += probability;
    ++count;
  });
  EXPECT_EQ(count, 27);
  EXPECT_NEAR(all, 1, 1e-14);
}

TEST(GradientTable, TakesTheFirstOfEqualTokensGreedily) {
  EXPECT_EQ(three_bits(0).greedy_reward(), three_bits(0).rewards()[0]);
  EXPECT_EQ(three_bits(1).greedy_reward(), three_bits(1).rewards()[7]);
}

TEST(GradientTable, IsRefusedWhereItIsTooLargeOrHasGaps) {
  const auto refusal = [](const TableContent& content) {
    try {
      GradientTable table(content);
    } catch (const UsageError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  using ::testing::HasSubstr;
  const TableContent good{.vocabulary = 2, .length = 1, .logits = {0, 1}, .rewards = {1, 2}};
  EXPECT_EQ(refusal(good), "");
  TableContent content = good;
  content.length = 20;
  EXPECT_THAT(refusal(content),
              HasSubstr("2^20 sequences are too many to enumerate; at most 1000000"));
  content = good;
  content.logits = {0};
  EXPECT_THAT(refusal(content), HasSubstr("1 logits, where 2 are needed"));
  content = good;
  content.rewards = {1, NAN};
  EXPECT_THAT(refusal(content), HasSubstr("one of the rewards is not finite"));
  content = good;
  content.vocabulary = 1;
  EXPECT_THAT(refusal(content), HasSubstr("at least two tokens"));
  EXPECT_EQ(sequences_of(10, 6), 1'000'000);
  EXPECT_EQ(sequences_of(int64_t{1} << 62, 9), std::nullopt);
}

}  // namespace
}  // namespace lingan::gradients::gradient_table_test
