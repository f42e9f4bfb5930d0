#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::filling_test {
namespace {

constexpr int32_t kLength = 6;

SampleRequest request(int64_t rows, uint64_t first_row = 0) {
  SampleRequest request;
  request.rows = rows;
  request.length = kLength;
  request.stream = {42, Purpose::kSample, 3};
  request.first_row = first_row;
  return request;
}

/// Sentences of 3 to 6 tokens of which every third position, counted from the row's number on, is
/// known; what follows a sentence is pad.
TokenBatch known_tokens(int64_t rows) {
  TokenBatch known = TokenBatch::filled(rows, kLength, kSpecials.pad);
  for (int64_t row = 0; row < rows; ++row) {
    known.lengths[row] = static_cast<int32_t>(3 + row % 4);
    for (int32_t t = 0; t < known.lengths[row]; ++t) {
      const bool is_known = (row + t) % 3 == 0;
      known.tokens[row * kLength + t] = is_known ? static_cast<int32_t>(4 + row % 9) : kHole;
    }
  }
  return known;
}

TEST(Filling, DrawsHolesAfterAllTokensBeforeThem) {
  for (Cell cell : {Cell::kLstm, Cell::kGru}) {
    const SmallGenerator generator(cell, {60, 11, 13, 2});
    const TokenBatch known = known_tokens(40);
    SampleRequest wanted = request(40);
    wanted.options.temperature = 0.7;
    const Samples samples = generator.rollouts(kSpecials).fill(wanted, known);
    EXPECT_EQ(samples.tokens.lengths, known.lengths);
    for (int64_t row = 0; row < 40; ++row) {
      PlainRecurrence plain(generator);
      int32_t fed = kSpecials.bos;
      for (int32_t t = 0; t < kLength; ++t) {
        const int64_t at = row * kLength + t;
        const bool is_hole = known.tokens[at] == kHole;
        if (!is_hole) {
          ASSERT_EQ(samples.tokens.tokens[at], known.tokens[at]);
          ASSERT_EQ(samples.log_probabilities[at], 0.0F);
        }
        if (t >= known.lengths[row]) continue;
        plain.feed(fed);
        fed = samples.tokens.tokens[at];
        if (is_hole) {
          ASSERT_NEAR(samples.log_probabilities[at], plain.log_softmax(0.7)[fed], 2e-5);
        }
      }
    }
  }
}

TEST(Filling, IsSamplingWhereNothingIsKnown) {
  const SmallGenerator generator(Cell::kLstm, {60, 11, 13, 1});
  const CpuRollouts rollouts = generator.rollouts(kEndless);
  TokenBatch open = TokenBatch::filled(30, kLength, kHole);
  std::ranges::fill(open.lengths, kLength);
  const Samples filled = rollouts.fill(request(30), open), sampled = rollouts.sample(request(30));
  EXPECT_EQ(filled.tokens.tokens, sampled.tokens.tokens);
  EXPECT_EQ(filled.log_probabilities, sampled.log_probabilities);
}

TEST(Filling, OfARowHangsOnNoOther) {
  const SmallGenerator generator(Cell::kGru, {60, 11, 13, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  const TokenBatch known = known_tokens(40);
  const Samples whole = rollouts.fill(request(40), known);
  const std::vector<int64_t> rows = {17, 18, 19};
  const Samples part = rollouts.fill(request(3, 17), select_rows(known, rows));
  EXPECT_EQ(part.tokens.tokens, select_rows(whole.tokens, rows).tokens);
}

TEST(Filling, GoesOnAfterAnEosThatItDrew) {
  const SmallGenerator generator(Cell::kLstm, {6, 5, 6, 1});
  TokenBatch open = TokenBatch::filled(200, kLength, kHole);
  std::ranges::fill(open.lengths, kLength);
  const Samples samples = generator.rollouts(kSpecials).fill(request(200), open);
  EXPECT_EQ(std::ranges::count(samples.tokens.tokens, kHole), 0);
  EXPECT_GT(std::ranges::count(samples.tokens.tokens, kSpecials.eos), 0);
}

TEST(Filling, RefusesWhatIsNotOfItsShape) {
  const SmallGenerator generator(Cell::kLstm, {60, 11, 13, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  TokenBatch known = known_tokens(3);
  EXPECT_THROW(rollouts.fill(request(4), known), UsageError);
  SampleRequest prompted = request(3);
  prompted.prompt = {4};
  EXPECT_THROW(rollouts.fill(prompted, known), UsageError);
  known.tokens[1] = 60;
  EXPECT_THROW(rollouts.fill(request(3), known), UsageError);
}

}  // namespace
}  // namespace lingan::engine::filling_test
