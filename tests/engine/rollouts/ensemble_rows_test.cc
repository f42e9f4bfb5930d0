#include <lingan/engine/rollouts/ensemble_rows.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include <lingan/base/error.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::ensemble_rows_test {
namespace {

constexpr GeneratorShape kShape = {6, 4, 5, 1, 1.5f};
constexpr int64_t kWidth = 32;  // the vocabulary in whole panels

std::vector<SmallGenerator> members() {
  return {SmallGenerator(Cell::kLstm, kShape, 7), SmallGenerator(Cell::kGru, kShape, 8)};
}

std::vector<std::unique_ptr<const Stepper>> steppers(const std::vector<SmallGenerator>& members) {
  std::vector<std::unique_ptr<const Stepper>> all;
  for (const SmallGenerator& member : members) all.push_back(member.stepper());
  return all;
}

/// ln of the mean of the members' probabilities after tokens were fed, by the textbook recurrence.
std::vector<double> plain_log_means(const std::vector<SmallGenerator>& members,
                                    const std::vector<int32_t>& fed) {
  std::vector<double> means(kShape.vocabulary, 0.0);
  for (const SmallGenerator& member : members) {
    PlainRecurrence plain(member);
    for (const int32_t token : fed) plain.feed(token);
    const auto log_p = plain.log_softmax();
    for (size_t j = 0; j < means.size(); ++j) means[j] += std::exp(log_p[j]) / 2;
  }
  for (double& mean : means) mean = std::log(mean);
  return means;
}

TEST(EnsembleRows, AdvanceEveryMemberByTheSameTokens) {
  const auto both = members();
  const auto made = steppers(both);
  EnsembleRows rows(made);
  ASSERT_EQ(rows.padded_vocabulary(), kWidth);
  rows.add_initial(10, 3, kSpecials.bos);
  rows.advance();
  for (const int64_t i : {0, 1, 2}) rows.set_next(i, static_cast<int32_t>(3 + i));
  rows.advance();
  std::vector<float> result(2 * kWidth, NAN);
  rows.log_means(1, 2, result.data());
  for (const int64_t i : {0, 1}) {
    const auto expected = plain_log_means(both, {kSpecials.bos, static_cast<int32_t>(4 + i)});
    for (int64_t j = 0; j < kWidth; ++j) {
      if (j < kShape.vocabulary) {
        EXPECT_NEAR(result[i * kWidth + j], expected[j], 2e-5);
      } else {
        EXPECT_EQ(result[i * kWidth + j], -std::numeric_limits<float>::infinity());
      }
    }
  }
}

TEST(EnsembleRows, DropWhatEndedAndKeepTheOrder) {
  const auto both = members();
  const auto made = steppers(both);
  EnsembleRows rows(made);
  EXPECT_TRUE(rows.empty());
  rows.add_initial(10, 3, kSpecials.bos);
  rows.advance();
  rows.set_next(0, 5);
  rows.set_next(1, -1);
  rows.set_next(2, 3);
  rows.drop_ended();
  ASSERT_EQ(rows.count(), 2);
  EXPECT_EQ(rows.row(0), 10);
  EXPECT_EQ(rows.row(1), 12);
  rows.advance();
  std::vector<float> result(kWidth);
  rows.log_means(1, 1, result.data());
  EXPECT_NEAR(result[4], plain_log_means(both, {kSpecials.bos, 3})[4], 2e-5);
}

/// A token that each member gives e^-200: as a float the mean of such probabilities is 0.
TEST(EnsembleRows, KnowTheProbabilityOfAGivenTokenHoweverSmallItIs) {
  auto both = members();
  for (SmallGenerator& member : both) member.output_bias[4] = -200;
  const auto made = steppers(both);
  EnsembleRows rows(made);
  rows.add_initial(0, 2, kSpecials.bos);
  rows.advance();
  const std::vector<int32_t> tokens = {4, 3};
  std::vector<double> result(2);
  rows.log_means_of(0, tokens, result.data());
  const auto expected = plain_log_means(both, {kSpecials.bos});
  EXPECT_LT(result[0], -100);
  EXPECT_NEAR(result[0], expected[4], 1e-4);
  EXPECT_NEAR(result[1], expected[3], 2e-5);
  std::vector<float> floats(kWidth);
  rows.log_means(0, 1, floats.data());
  EXPECT_EQ(floats[4], -std::numeric_limits<float>::infinity());
}

TEST(EnsembleRows, RefuseLogitsThatAreNotFinite) {
  auto both = members();
  both[1].output_bias[4] = std::numeric_limits<float>::quiet_NaN();
  const auto made = steppers(both);
  EnsembleRows rows(made);
  rows.add_initial(0, 1, kSpecials.bos);
  rows.advance();
  std::vector<float> result(kWidth);
  EXPECT_THROW(rows.log_means(0, 1, result.data()), NumericError);
}

}  // namespace
}  // namespace lingan::engine::ensemble_rows_test
