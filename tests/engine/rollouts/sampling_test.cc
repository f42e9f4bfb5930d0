#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::sampling_test {
namespace {

SampleRequest request(int64_t rows, int32_t length) {
  SampleRequest request;
  request.rows = rows;
  request.length = length;
  request.stream = {42, Purpose::kSample, 3};
  return request;
}

void expect_same_rows(const Samples& whole, const Samples& part, int64_t first) {
  const int32_t width = whole.tokens.width;
  for (int64_t r = 0; r < part.tokens.rows; ++r) {
    ASSERT_EQ(part.tokens.lengths[r], whole.tokens.lengths[first + r]);
    for (int32_t t = 0; t < width; ++t) {
      ASSERT_EQ(part.tokens.tokens[r * width + t], whole.tokens.tokens[(first + r) * width + t]);
      ASSERT_EQ(part.log_probabilities[r * width + t],
                whole.log_probabilities[(first + r) * width + t]);
    }
  }
}

TEST(Sampling, ReportsTheExactLogProbabilityOfEveryToken) {
  for (Cell cell : {Cell::kLstm, Cell::kGru}) {
    const SmallGenerator generator(cell, {60, 11, 13, 2});
    auto wanted = request(40, 9);
    wanted.options.temperature = 0.7;
    const Samples samples = generator.rollouts(kSpecials).sample(wanted);
    for (int64_t r = 0; r < 40; ++r) {
      PlainRecurrence plain(generator);
      int32_t fed = kSpecials.bos;
      for (int32_t t = 0; t < samples.tokens.lengths[r]; ++t) {
        plain.feed(fed);
        fed = samples.tokens.row(r)[t];
        ASSERT_NEAR(samples.log_probabilities[r * 9 + t], plain.log_softmax(0.7)[fed], 2e-5);
      }
    }
  }
}

TEST(Sampling, FirstTokensFollowTheSoftmax) {
  const SmallGenerator generator(Cell::kLstm, {200, 8, 16, 1});
  const Samples samples = generator.rollouts(kEndless).sample(request(40000, 1));
  PlainRecurrence plain(generator);
  plain.feed(kEndless.bos);
  std::vector<double> p = plain.log_softmax();
  for (double& value : p) value = std::exp(value);
  std::vector<int> counts(200, 0);
  for (int32_t token : samples.tokens.tokens) ++counts.at(static_cast<size_t>(token));
  const auto [statistic, limit] = chi_squared(counts, p);
  EXPECT_LT(statistic, limit);
}

TEST(Sampling, EosEndsASentenceAndPadsFillTheRest) {
  const SmallGenerator generator(Cell::kLstm, {8, 5, 6, 1});
  const Samples samples = generator.rollouts({7, 1, 2, 3}).sample(request(500, 12));
  int64_t ended = 0;
  for (int64_t r = 0; r < 500; ++r) {
    const int32_t length = samples.tokens.lengths[r];
    const auto row = samples.tokens.row(r);
    ASSERT_GE(length, 1);
    ASSERT_EQ(std::count(row.begin(), row.end() - 1, 2), 0);
    if (length < 12) {
      ++ended;
      ASSERT_EQ(row.back(), 2);
    }
    for (int32_t t = length; t < 12; ++t) {
      ASSERT_EQ(samples.tokens.tokens[r * 12 + t], 7);
      ASSERT_EQ(samples.log_probabilities[r * 12 + t], 0.0f);
    }
  }
  EXPECT_GT(ended, 100);
}

TEST(Sampling, ARowIsTheSameInAnyBatchAndForAnyNumberOfThreads) {
  const SmallGenerator generator(Cell::kLstm, {300, 16, 32, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  for (const SamplingOptions& options :
       {SamplingOptions{}, SamplingOptions{.top_k = 20, .top_p = 0.9}}) {
    auto wanted = request(333, 8);
    wanted.options = options;
    set_thread_count(1);
    const Samples whole = rollouts.sample(wanted);
    set_thread_count(3);
    expect_same_rows(whole, rollouts.sample(wanted), 0);
    set_thread_count(0);
    for (int64_t first = 0; first < 333; first += 37) {
      auto part = wanted;
      part.rows = 37;
      part.first_row = static_cast<uint64_t>(first);
      expect_same_rows(whole, rollouts.sample(part), first);
    }
  }
}

TEST(Sampling, EverySentenceBeginsWithThePromptAndIsConditionedOnIt) {
  const SmallGenerator generator(Cell::kGru, {30, 5, 7, 1});
  auto wanted = request(50, 5);
  wanted.prompt = {9, 4};
  const Samples samples = generator.rollouts(kEndless).sample(wanted);
  PlainRecurrence plain(generator);
  for (int32_t token : {1, 9, 4}) plain.feed(token);
  for (int64_t r = 0; r < 50; ++r) {
    const auto row = samples.tokens.row(r);
    ASSERT_EQ(row[0], 9);
    ASSERT_EQ(row[1], 4);
    ASSERT_EQ(samples.log_probabilities[r * 5], 0.0f);
    ASSERT_NEAR(samples.log_probabilities[r * 5 + 2], plain.log_softmax()[row[2]], 2e-5);
  }
}

TEST(Sampling, NoRowsGiveAnEmptyBatch) {
  const SmallGenerator generator(Cell::kGru, {30, 5, 7, 1});
  EXPECT_EQ(generator.rollouts(kSpecials).sample(request(0, 5)).tokens.rows, 0);
}

TEST(Sampling, RefusesRequestsThatDoNotFit) {
  const SmallGenerator generator(Cell::kGru, {30, 5, 7, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  EXPECT_THROW(rollouts.sample(request(-1, 5)), UsageError);
  EXPECT_THROW(rollouts.sample(request(1, 0)), UsageError);
  auto wanted = request(1, 3);
  wanted.options.temperature = 0;
  EXPECT_THROW(rollouts.sample(wanted), UsageError);
  for (const std::vector<int32_t>& prompt : {std::vector<int32_t>{4, 5, 6}, {30}, {-1}, {2}}) {
    wanted = request(1, 3);
    wanted.prompt = prompt;
    EXPECT_THROW(rollouts.sample(wanted), UsageError);
  }
  EXPECT_THROW(generator.rollouts({0, 30, 2, 3}), UsageError);
}

}  // namespace
}  // namespace lingan::engine::sampling_test
