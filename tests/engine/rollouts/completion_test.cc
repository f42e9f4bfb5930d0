#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::completion_test {
namespace {

TokenBatch sampled(const Rollouts& rollouts, int64_t rows, int32_t length) {
  SampleRequest request;
  request.rows = rows;
  request.length = length;
  return rollouts.sample(request).tokens;
}

/// Everything that complete hands on, in one piece.
Completions collect(const Rollouts& rollouts, const TokenBatch& sentences,
                    const RolloutRequest& request, int* chunks = nullptr) {
  Completions all{{0, sentences.width, {}, {}}, {sentences.width, request.rollouts, request.every}};
  rollouts.complete(sentences, request, [&](const Completions& part) {
    const auto append = [](auto& to, const auto& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    EXPECT_EQ(part.first, all.tokens.rows);
    EXPECT_EQ(part.numbering.rollouts, request.rollouts);
    EXPECT_EQ(part.numbering.width, sentences.width);
    all.tokens.rows += part.tokens.rows;
    append(all.tokens.tokens, part.tokens.tokens);
    append(all.tokens.lengths, part.tokens.lengths);
    if (chunks) ++*chunks;
  });
  return all;
}

void expect_equal(const Completions& a, const Completions& b) {
  EXPECT_EQ(a.tokens.tokens, b.tokens.tokens);
  EXPECT_EQ(a.tokens.lengths, b.tokens.lengths);
}

TEST(Completion, CoversEveryPrefixAndRolloutOnceInOrderAndKeepsPrefixes) {
  const SmallGenerator generator(Cell::kLstm, {12, 5, 6, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  const TokenBatch sentences = sampled(rollouts, 9, 7);
  RolloutRequest request;
  request.rollouts = 70;
  const Completions all = collect(rollouts, sentences, request);
  ASSERT_EQ(all.tokens.rows, 9 * 6 * 70);
  for (int64_t i = 0; i < all.tokens.rows; ++i) {
    const auto source = sentences.row(all.sentence(i));
    const auto row = all.tokens.row(i);
    const auto kept = std::min<size_t>(source.size(), all.prefix_length(i));
    ASSERT_TRUE(std::equal(source.begin(), source.begin() + kept, row.begin()));
    if (row.size() < 7) {
      ASSERT_EQ(row.back(), kSpecials.eos);
    }
    ASSERT_LE(std::count(row.begin(), row.end(), kSpecials.eos), 1);
    for (size_t t = row.size(); t < 7; ++t) ASSERT_EQ(all.tokens.tokens[i * 7 + t], kSpecials.pad);
  }
}

/// A completion is the same whether its neighbours are made or not.
TEST(Completion, MakesOfFewerPrefixesTheSameCompletions) {
  const SmallGenerator generator(Cell::kLstm, {12, 5, 6, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  for (const int32_t width : {3, 4, 7, 9}) {
    const TokenBatch sentences = sampled(rollouts, 5, width);
    RolloutRequest request;
    request.rollouts = 3;
    const Completions all = collect(rollouts, sentences, request);
    request.every = 3;
    const Completions some = collect(rollouts, sentences, request);
    ASSERT_EQ(some.tokens.rows, 5 * ((width - 1) / 3) * 3) << width;
    for (int64_t i = 0; i < some.tokens.rows; ++i) {
      const auto same =
          all.numbering.index(some.sentence(i), some.prefix_length(i), some.rollout(i));
      EXPECT_TRUE(std::ranges::equal(some.tokens.row(i), all.tokens.row(same)))
          << width << ' ' << i;
    }
  }
  RolloutRequest never;
  never.every = 0;
  EXPECT_THROW(collect(rollouts, sampled(rollouts, 2, 4), never), UsageError);
}

TEST(Completion, HandsOnAnEndedPrefixUnchanged) {
  const SmallGenerator generator(Cell::kGru, {12, 5, 6, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  TokenBatch sentence = TokenBatch::filled(1, 5, 0);
  sentence.tokens = {7, 2, 0, 0, 0};
  sentence.lengths = {2};
  const Completions all = collect(rollouts, sentence, RolloutRequest{});
  for (int64_t i = 0; i < all.tokens.rows; ++i) {
    if (all.prefix_length(i) < 2) continue;
    ASSERT_EQ(all.tokens.lengths[i], 2);
    ASSERT_TRUE(std::equal(sentence.tokens.begin(), sentence.tokens.end(),
                           all.tokens.tokens.begin() + i * 5));
  }
}

TEST(Completion, FollowsTheExactDistributionOfContinuations) {
  const SmallGenerator generator(Cell::kLstm, {5, 4, 6, 1});
  const CpuRollouts rollouts = generator.rollouts(kEndless);
  TokenBatch sentence = TokenBatch::filled(1, 4, 0);
  sentence.tokens = {3, 1, 4, 2};
  sentence.lengths = {4};
  RolloutRequest request;
  request.rollouts = 30000;
  const Completions all = collect(rollouts, sentence, request);
  for (int32_t prefix : {1, 2}) {
    const int32_t open = 4 - prefix;
    const int32_t paths = static_cast<int32_t>(std::pow(5, open));
    std::vector<double> p;
    for (int32_t path = 0; path < paths; ++path) {
      PlainRecurrence plain(generator);
      plain.feed(kEndless.bos);
      for (int32_t t = 0; t < prefix; ++t) plain.feed(sentence.tokens[t]);
      double log_p = 0;
      for (int32_t t = 0, rest = path; t < open; ++t, rest /= 5) {
        log_p += plain.log_softmax()[rest % 5];
        plain.feed(rest % 5);
      }
      p.push_back(std::exp(log_p));
    }
    std::vector<int> counts(p.size(), 0);
    for (int64_t i = 0; i < all.tokens.rows; ++i) {
      if (all.prefix_length(i) != prefix) continue;
      int32_t path = 0;
      for (int32_t t = 3; t >= prefix; --t) path = path * 5 + all.tokens.tokens[i * 4 + t];
      ++counts.at(static_cast<size_t>(path));
    }
    const auto [statistic, limit] = chi_squared(counts, p);
    EXPECT_LT(statistic, limit) << "prefix " << prefix;
  }
}

TEST(Completion, IsTheSameForAnyMemoryBudgetAndNumberOfThreads) {
  const SmallGenerator generator(Cell::kLstm, {80, 16, 32, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  const TokenBatch sentences = sampled(rollouts, 13, 9);
  RolloutRequest request;
  request.rollouts = 5;
  set_thread_count(1);
  const Completions whole = collect(rollouts, sentences, request);
  set_thread_count(3);
  for (uint64_t budget : {1, 5000, 40000}) {
    request.memory_budget = budget;
    int chunks = 0;
    expect_equal(collect(rollouts, sentences, request, &chunks), whole);
    EXPECT_GT(chunks, 1);
  }
  set_thread_count(0);
}

TEST(Completion, ASentenceIsCompletedAlikeInAnyBatch) {
  const SmallGenerator generator(Cell::kGru, {80, 16, 32, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  const TokenBatch sentences = sampled(rollouts, 6, 5);
  const Completions whole = collect(rollouts, sentences, RolloutRequest{});
  TokenBatch fourth = TokenBatch::filled(1, 5, 0);
  std::copy_n(sentences.tokens.begin() + 3 * 5, 5, fourth.tokens.begin());
  fourth.lengths[0] = sentences.lengths[3];
  RolloutRequest request;
  request.first_row = 3;
  const Completions alone = collect(rollouts, fourth, request);
  EXPECT_TRUE(std::equal(alone.tokens.tokens.begin(), alone.tokens.tokens.end(),
                         whole.tokens.tokens.begin() + 3 * 4 * 16 * 5));
}

TEST(Completion, DrawsWithTheNumberedRowsOfItsStream) {
  // Logits that do not depend on the past turn every uniform number into a known token.
  SmallGenerator generator(Cell::kGru, {10, 4, 4, 1});
  std::fill(generator.output_weight.begin(), generator.output_weight.end(), 0.0f);
  std::fill(generator.output_bias.begin(), generator.output_bias.end(), 0.0f);
  const CpuRollouts rollouts = generator.rollouts(kEndless);
  RolloutRequest request;
  request.rollouts = 3;
  request.first_row = 100;
  request.stream = {8, Purpose::kRollout, 6};
  const Completions all = collect(rollouts, sampled(rollouts, 4, 5), request);
  for (int64_t i = 0; i < all.tokens.rows; ++i) {
    const uint64_t row = all.numbering.stream_row(100, i);
    for (int32_t t = all.prefix_length(i); t < 5; ++t) {
      const double u = request.stream.uniform(row, static_cast<uint32_t>(t));
      ASSERT_EQ(all.tokens.tokens[i * 5 + t], static_cast<int32_t>(u * 10));
    }
  }
}

TEST(Completion, RefusesRequestsThatDoNotFit) {
  const SmallGenerator generator(Cell::kGru, {10, 4, 4, 1});
  const CpuRollouts rollouts = generator.rollouts(kSpecials);
  RolloutRequest request;
  request.rollouts = 0;
  EXPECT_THROW(collect(rollouts, sampled(rollouts, 2, 4), request), UsageError);
  request = {};
  request.options.top_p = 2.0;
  EXPECT_THROW(collect(rollouts, sampled(rollouts, 2, 4), request), UsageError);
}

}  // namespace
}  // namespace lingan::engine::completion_test
