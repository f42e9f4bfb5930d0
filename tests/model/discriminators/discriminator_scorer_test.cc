#include <lingan/model/discriminators/discriminator_scorer.h>

#include <gtest/gtest.h>

#include "tests/model/scored_completions.h"

namespace lingan::discriminator_scorer_test {
namespace {

using testing::all_logits;
using testing::by_module;
using testing::complete;
using testing::expect_equal;
using testing::kScoredLength;
using testing::small_network;

TEST(DiscriminatorScorer, EqualsTheModuleOnPlainSentencesManyOrFew) {
  for (const char* kind : {"cnn", "multi-representation-cnn"}) {
    const auto discriminator = small_network(kind);
    const auto scorer = discriminator->scorer();
    const TokenBatch many = complete(6, 8, true).tokens;
    expect_equal(scorer->values(hard_sentences(many)), by_module(*discriminator, many));
    const TokenBatch few = select_rows(many, std::vector<int64_t>{0, 1});
    expect_equal(scorer->values(hard_sentences(few)), by_module(*discriminator, few));
  }
}

TEST(DiscriminatorScorer, EqualsTheModuleOnSomeRowsOfCompletions) {
  for (const char* kind : {"cnn", "multi-representation-cnn"}) {
    const auto discriminator = small_network(kind);
    const auto completions = complete(4, 7, true);
    std::vector<int64_t> rows;
    for (int64_t row = 3; row < completions.tokens.rows; row += 1 + row % 5) rows.push_back(row);
    expect_equal(discriminator->scorer()->values(completions, rows),
                 by_module(*discriminator, select_rows(completions.tokens, rows)));
  }
}

TEST(DiscriminatorScorer, EqualsTheModuleOfManyRepresentations) {
  const auto discriminator = small_network("multi-representation-cnn");
  const auto completions = complete(3, 3, true);
  const torch::Tensor scores = all_logits(*discriminator, completions);
  ASSERT_EQ(scores.dim(), 2);
  expect_equal(scores, by_module(*discriminator, completions.tokens));
}

/// Some function of the features of each sentence.
SentenceValue of_features() {
  return {.by_features = true, .of = [](const torch::Tensor& features) {
            const auto weights = torch::linspace(0.5, 1.5, features.size(1));
            return (features.square() * weights).sum(1);
          }};
}

TEST(DiscriminatorScorer, ValuesFeaturesAsTheModuleGivesThem) {
  const torch::NoGradGuard no_gradient;
  for (const char* kind : {"cnn", "multi-representation-cnn"}) {
    const auto discriminator = small_network(kind);
    discriminator->eval();
    const auto completions = complete(5, 60, true);  // more than a block of features
    const auto expected = of_features()(discriminator->features(to_sentences(completions.tokens)));
    const auto scorer = discriminator->scorer();
    const auto rows = all_rows(completions.tokens);
    expect_equal(scorer->values(completions, rows, of_features()), expected);
    expect_equal(scorer->values(hard_sentences(completions.tokens), of_features()), expected);
    const TokenBatch one = select_rows(completions.tokens, std::vector<int64_t>{7});
    expect_equal(scorer->values(hard_sentences(one), of_features()), expected.narrow(0, 7, 1));
  }
}

TEST(DiscriminatorScorer, ValuesRawOutputsByAFunction) {
  const auto discriminator = small_network("cnn");
  const TokenBatch rows = complete(2, 4, true).tokens;
  const SentenceValue sigma = {.of = [](const torch::Tensor& c) { return torch::sigmoid(c); }};
  expect_equal(discriminator->scorer()->values(hard_sentences(rows), sigma),
               torch::sigmoid(by_module(*discriminator, rows)));
}

TEST(DiscriminatorScorer, LeavesDropoutOffAndTheModuleInItsMode) {
  const auto discriminator = small_network("cnn");
  const auto completions = complete(2, 4, false);
  const torch::Tensor expected = by_module(*discriminator, completions.tokens);
  discriminator->train();
  const torch::Tensor scores = all_logits(*discriminator, completions);
  EXPECT_TRUE(discriminator->is_training());
  EXPECT_FALSE(scores.requires_grad());
  expect_equal(scores, expected);
}

TEST(DiscriminatorScorer, OfNoSentencesGivesNoScores) {
  for (const char* kind : {"cnn", "multi-representation-cnn"}) {
    const auto discriminator = small_network(kind);
    const auto scorer = discriminator->scorer();
    EXPECT_EQ(scorer->values(hard_sentences(TokenBatch::filled(0, kScoredLength, 0))).numel(), 0);
    EXPECT_EQ(scorer->values(complete(2, 2, false), std::span<const int64_t>()).numel(), 0);
  }
}

}  // namespace
}  // namespace lingan::discriminator_scorer_test
