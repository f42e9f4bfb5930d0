#include <gtest/gtest.h>

#include <random>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/rollout.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine {
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

TEST(Scoring, EqualsTheTextbookLogSoftmax) {
  for (Cell cell : {Cell::kLstm, Cell::kGru}) {
    for (int64_t width : {13, 70}) {
      const SmallGenerator generator(cell, {150, 11, width, 2, 0.5f});
      const auto stepper = generator.stepper();
      const TokenBatch batch = random_sentences(30, 7, 150);
      const auto scores = RolloutEngine(*stepper, kSpecials).score(batch);
      for (int64_t r = 0; r < batch.rows; ++r) {
        PlainRecurrence plain(generator);
        int32_t fed = kSpecials.bos;
        for (int32_t t = 0; t < 7; ++t) {
          if (t >= batch.lengths[r]) {
            ASSERT_EQ(scores[r * 7 + t], 0.0f);
            continue;
          }
          plain.feed(fed);
          fed = batch.row(r)[t];
          ASSERT_NEAR(scores[r * 7 + t], plain.log_softmax()[fed], 3e-5);
        }
      }
    }
  }
}

TEST(Scoring, AgreesWithWhatSamplingReports) {
  const SmallGenerator generator(Cell::kLstm, {500, 16, 32, 1});
  const auto stepper = generator.stepper();
  const RolloutEngine engine(*stepper, kSpecials);
  SampleRequest request;
  request.rows = 100;
  request.length = 10;
  const Samples samples = engine.sample(request);
  EXPECT_EQ(engine.score(samples.tokens), samples.log_probabilities);
}

TEST(Scoring, IsTheSameForAnyNumberOfThreads) {
  const SmallGenerator generator(Cell::kLstm, {100, 16, 32, 1});
  const auto stepper = generator.stepper();
  const RolloutEngine engine(*stepper, kSpecials);
  const TokenBatch batch = random_sentences(201, 6, 100);
  set_thread_count(1);
  const auto alone = engine.score(batch);
  set_thread_count(4);
  EXPECT_EQ(engine.score(batch), alone);
  set_thread_count(0);
}

TEST(Scoring, RefusesTokensOutsideTheVocabularyAndMalformedBatches) {
  const SmallGenerator generator(Cell::kLstm, {10, 4, 4, 1});
  const auto stepper = generator.stepper();
  const RolloutEngine engine(*stepper, kSpecials);
  TokenBatch batch = random_sentences(5, 4, 10);
  batch.tokens[3 * 4] = 10;
  EXPECT_THROW(engine.score(batch), UsageError);
  batch = random_sentences(5, 4, 10);
  batch.lengths[2] = 5;
  EXPECT_THROW(engine.score(batch), UsageError);
  batch = random_sentences(5, 4, 10);
  batch.tokens.pop_back();
  EXPECT_THROW(engine.score(batch), UsageError);
}

}  // namespace
}  // namespace lingan::engine
