// Rollouts through a table of the CUDA library's functions, which here run on the host.
#include <lingan/engine/rollouts/cuda_rollouts.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include <lingan/base/error.h>

#include "tests/engine/host_table.h"
#include "tests/engine/small_generator.h"

namespace lingan::engine::cuda_rollouts_test {
namespace {

/// The same generator on the CPU and on the "device".
struct Pair {
  SmallGenerator generator{Cell::kLstm, {90, 8, 16, 2}};
  CpuRollouts cpu = generator.rollouts(kSpecials);
  CudaRollouts cuda{cuda::host_table(), generator.weights(), kSpecials};
};

SampleRequest sample_request(int64_t rows) {
  SampleRequest request;
  request.rows = rows;
  request.length = 8;
  request.stream = {3, Purpose::kSample, 1};
  request.prompt = {5};
  return request;
}

/// Rows that differ; rounding may move a draw that falls next to the border of two tokens.
int64_t different_rows(const TokenBatch& a, const TokenBatch& b) {
  EXPECT_EQ(a.rows, b.rows);
  int64_t different = 0;
  for (int64_t r = 0; r < a.rows; ++r) different += !std::ranges::equal(a.row(r), b.row(r));
  return different;
}

TEST(CudaRollouts, SampleAndTellWhatTheCpuDoes) {
  const Pair pair;
  const Samples expected = pair.cpu.sample(sample_request(200));
  const Samples actual = pair.cuda.sample(sample_request(200));
  EXPECT_LE(different_rows(expected.tokens, actual.tokens), 2);
  const auto likelihoods = pair.cpu.log_probabilities(expected.tokens);
  const auto told = pair.cuda.log_probabilities(expected.tokens);
  ASSERT_EQ(likelihoods.size(), told.size());
  for (size_t i = 0; i < told.size(); ++i) ASSERT_NEAR(likelihoods[i], told[i], 1e-4);
}

TEST(CudaRollouts, CompleteInTheOrderOfTheNumberingWhateverTheBlocks) {
  const Pair pair;
  const TokenBatch sentences = pair.cpu.sample(sample_request(11)).tokens;
  RolloutRequest request;
  request.rollouts = 3;
  request.first_row = 7;
  TokenBatch expected;
  pair.cpu.complete(sentences, request, [&](const Completions& all) { expected = all.tokens; });
  for (const uint64_t budget : {request.memory_budget, uint64_t{1}}) {
    request.memory_budget = budget;
    TokenBatch actual{0, sentences.width, {}, {}};
    pair.cuda.complete(sentences, request, [&](const Completions& part) {
      EXPECT_EQ(part.first, actual.rows);
      EXPECT_EQ(part.sentence(0), part.first / (7 * 3));
      actual.rows += part.tokens.rows;
      actual.tokens.insert(actual.tokens.end(), part.tokens.tokens.begin(),
                           part.tokens.tokens.end());
      actual.lengths.insert(actual.lengths.end(), part.tokens.lengths.begin(),
                            part.tokens.lengths.end());
    });
    EXPECT_LE(different_rows(expected, actual), 2);
  }
}

TEST(CudaRollouts, CompleteBlocksOfEqualSize) {
  const Pair pair;
  const TokenBatch sentences = pair.cpu.sample(sample_request(11)).tokens;
  RolloutRequest request;
  request.rollouts = 1;
  const auto blocks = [&](uint64_t budget) {
    request.memory_budget = budget;
    std::vector<int64_t> rows;
    pair.cuda.complete(sentences, request,
                       [&](const Completions& part) { rows.push_back(part.tokens.rows / 7); });
    return rows;
  };
  uint64_t below = 0, enough = request.memory_budget;  // for all of them together
  while (below + 1 < enough) {
    const uint64_t middle = (below + enough) / 2;
    (blocks(middle).size() == 1 ? enough : below) = middle;
  }
  EXPECT_EQ(blocks(enough), std::vector<int64_t>{11});
  EXPECT_EQ(blocks(below), (std::vector<int64_t>{6, 5}));
}

TEST(CudaRollouts, KeepSentencesAndCompletionsWhereTheyAre) {
  const Pair pair;
  const SampleRequest request = sample_request(9);
  const Samples expected = pair.cuda.sample(request);
  TokenBatch batch = TokenBatch::filled(9, 8, -1);
  int32_t diverged = 0;
  const DeviceSentencesView view{9, 8, batch.tokens.data(), batch.lengths.data(), &diverged};
  ASSERT_NE(pair.cuda.on_device(), nullptr);
  EXPECT_EQ(pair.cpu.on_device(), nullptr);
  pair.cuda.on_device()->sample_on_device(request, view);
  EXPECT_EQ(batch.tokens, expected.tokens.tokens);
  EXPECT_EQ(batch.lengths, expected.tokens.lengths);
  RolloutRequest rollouts;
  rollouts.rollouts = 2;
  std::vector<int32_t> completed;
  pair.cuda.complete(batch, rollouts,
                     [&](const Completions& all) { completed = all.tokens.tokens; });
  pair.cuda.on_device()->complete_on_device(view, rollouts, [&](const DeviceCompletions& all) {
    EXPECT_EQ(all.first_sentence, 0);
    ASSERT_EQ(all.rows(), 9 * 7 * 2);
    EXPECT_TRUE(std::equal(completed.begin(), completed.end(), all.tokens));
  });
  EXPECT_EQ(diverged, 0);
}

TEST(CudaRollouts, SayThatLogitsDivergedOrSetTheNumberOfTheSentences) {
  SmallGenerator generator(Cell::kGru, {50, 7, 9, 1});
  generator.output_bias[17] = std::numeric_limits<float>::quiet_NaN();
  const CudaRollouts rollouts(cuda::host_table(), generator.weights(), kSpecials);
  EXPECT_THROW(rollouts.sample(sample_request(2)), NumericError);
  TokenBatch batch = TokenBatch::filled(2, 8, 0);
  int32_t diverged = 0;
  rollouts.sample_on_device(sample_request(2),
                            {2, 8, batch.tokens.data(), batch.lengths.data(), &diverged});
  EXPECT_EQ(diverged, 1);
}

TEST(CudaRollouts, RefuseWhatTheCpuRefuses) {
  const Pair pair;
  EXPECT_THROW(CudaRollouts(cuda::host_table(), pair.generator.weights(), {0, 90, 2, 3}),
               UsageError);
  EXPECT_THROW(pair.cuda.sample(sample_request(-1)), UsageError);
  EXPECT_THROW(pair.cuda.sample_on_device(sample_request(-1), {}), UsageError);
  TokenBatch batch = TokenBatch::filled(2, 4, 5);
  RolloutRequest request;
  request.rollouts = 0;
  EXPECT_THROW(pair.cuda.complete(batch, request, [](const auto&) {}), UsageError);
  EXPECT_THROW(pair.cuda.complete_on_device({}, request, [](const auto&) {}), UsageError);
  batch.lengths[1] = 4;
  batch.tokens[6] = 90;
  EXPECT_THROW(pair.cuda.log_probabilities(batch), UsageError);
}

}  // namespace
}  // namespace lingan::engine::cuda_rollouts_test
