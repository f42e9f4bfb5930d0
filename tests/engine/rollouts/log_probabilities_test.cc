#include <gtest/gtest.h>

#include <random>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::log_probabilities_test {
namespace {

/// Random sentences of all lengths from 0 to width.
TokenBatch random_sentences(int64_t rows, int32_t width, int32_t vocabulary) {
  std::mt19937 random(9);
  TokenBatch batch = TokenBatch::filled(rows, width, 0);
  for (int64_t r = 0; r < rows; ++r) {
    batch.lengths[r] = static_cast<int32_t>(r % (width + 1));
    for (int32_t t = 0; t < batch.lengths[r]; ++t) {
      batch.tokens[r * width + t] = static_cast<int32_t>(random() % vocabulary);
    }
  }
  return batch;
}

TEST(LogProbabilities, EqualTheTextbookLogSoftmax) {
  for (Cell cell : {Cell::kLstm, Cell::kGru}) {
    for (int64_t width : {13, 70}) {
      const SmallGenerator generator(cell, {150, 11, width, 2, 0.5f});
      const TokenBatch batch = random_sentences(30, 7, 150);
      const auto log_probabilities = generator.rollouts(kSpecials).log_probabilities(batch);
      for (int64_t r = 0; r < batch.rows; ++r) {
        PlainRecurrence plain(generator);
        int32_t fed = kSpecials.bos;
        for (int32_t t = 0; t < 7; ++t) {
          if (t >= batch.lengths[r]) {
            ASSERT_EQ(log_probabilities[r * 7 + t], 0.0f);
            continue;
          }
          plain.feed(fed);
          fed = batch.row(r)[t];
          ASSERT_NEAR(log_probabilities[r * 7 + t], plain.log_softmax()[fed], 3e-5);
        }
      }
    }
  }
}

TEST(LogProbabilities, AgreeWithWhatSamplingReports) {
  const SmallGenerator generator(Cell::kLstm, {500, 16, 32, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  SampleRequest request;
  request.rows = 100;
  request.length = 10;
  const Samples samples = rollouts.sample(request);
  EXPECT_EQ(rollouts.log_probabilities(samples.tokens), samples.log_probabilities);
}

TEST(LogProbabilities, AreTheSameForAnyNumberOfThreads) {
  const SmallGenerator generator(Cell::kLstm, {100, 16, 32, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  const TokenBatch batch = random_sentences(201, 6, 100);
  set_thread_count(1);
  const auto alone = rollouts.log_probabilities(batch);
  set_thread_count(4);
  EXPECT_EQ(rollouts.log_probabilities(batch), alone);
  set_thread_count(0);
}

TEST(LogProbabilities, RefuseTokensOutsideTheVocabularyAndMalformedBatches) {
  const SmallGenerator generator(Cell::kLstm, {10, 4, 4, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  TokenBatch batch = random_sentences(5, 4, 10);
  batch.tokens[3 * 4] = 10;
  EXPECT_THROW(rollouts.log_probabilities(batch), UsageError);
  batch = random_sentences(5, 4, 10);
  batch.lengths[2] = 5;
  EXPECT_THROW(rollouts.log_probabilities(batch), UsageError);
  batch = random_sentences(5, 4, 10);
  batch.tokens.pop_back();
  EXPECT_THROW(rollouts.log_probabilities(batch), UsageError);
}

}  // namespace
}  // namespace lingan::engine::log_probabilities_test
