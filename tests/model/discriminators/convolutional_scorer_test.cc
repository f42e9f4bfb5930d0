#include <lingan/model/discriminators/convolutional_scorer.h>

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/model/scored_completions.h"

namespace lingan::convolutional_scorer_test {
namespace {

using testing::all_logits;
using testing::by_module;
using testing::complete;
using testing::expect_equal;
using testing::kScoredLength;
using testing::small_network;
using testing::small_network_options;

TEST(ConvolutionalScorer, EqualsTheModuleOnCompletionsOfEveryPrefix) {
  const auto discriminator = small_network("cnn");
  const auto completions = complete(5, 6, false);
  expect_equal(all_logits(*discriminator, completions),
               by_module(*discriminator, completions.tokens));
}

TEST(ConvolutionalScorer, EqualsTheModuleWhoseHighwayWeightsAreShared) {
  DiscriminatorOptions options = small_network_options("cnn");
  options.highway = "shared";
  const auto discriminator = make_discriminator(options, RandomStream{5, Purpose::kInitialize});
  const auto completions = complete(4, 6, false);
  expect_equal(all_logits(*discriminator, completions),
               by_module(*discriminator, completions.tokens));
}

TEST(ConvolutionalScorer, EqualsTheModuleThatTellsClasses) {
  DiscriminatorOptions options = small_network_options("cnn");
  options.classes = 3;
  const auto discriminator = make_discriminator(options, RandomStream{5, Purpose::kInitialize});
  const auto completions = complete(4, 6, true);
  expect_equal(all_logits(*discriminator, completions),
               by_module(*discriminator, completions.tokens));
  const torch::NoGradGuard no_gradient;
  const SentenceValue of_class = {.by_features = true, .of = [&](const torch::Tensor& features) {
                                    return discriminator->class_logits(features).softmax(1).select(
                                        1, 2);
                                  }};
  const auto features = discriminator->features(to_sentences(completions.tokens));
  const auto rows = all_rows(completions.tokens);
  expect_equal(discriminator->scorer()->values(completions, rows, of_class), of_class(features));
}

TEST(ConvolutionalScorer, EqualsTheModuleWhoseWeightsAreNormalised) {
  DiscriminatorOptions options = small_network_options("cnn");
  options.spectral_norm = true;
  const auto discriminator = make_discriminator(options, RandomStream{5, Purpose::kInitialize});
  const auto completions = complete(5, 6, false);
  expect_equal(all_logits(*discriminator, completions),
               by_module(*discriminator, completions.tokens));
}

TEST(ConvolutionalScorer, EqualsTheModuleOnSentencesThatEndEarly) {
  const auto discriminator = small_network("cnn");
  const auto completions = complete(4, 7, true);
  expect_equal(all_logits(*discriminator, completions),
               by_module(*discriminator, completions.tokens));
}

TEST(ConvolutionalScorer, InBfloat16MovesAProbabilityByLessThanOneInAHundred) {
  if (!engine::has_bfloat16_products()) GTEST_SKIP() << "no bf16 products on this processor";
  const auto discriminator = small_network("cnn");
  const auto completions = complete(5, 6, false);
  const torch::Tensor expected = torch::sigmoid(by_module(*discriminator, completions.tokens));
  const torch::Tensor error =
      torch::sigmoid(all_logits(*discriminator, completions, engine::Precision::kBfloat16)) -
      expected;
  EXPECT_LT(error.abs().max().item<double>(), 0.01);
  EXPECT_LT(error.mean().abs().item<double>(), 0.001);
}

TEST(ConvolutionalScorer, GivesEqualSentencesEqualScores) {
  const auto discriminator = small_network("cnn");
  auto completions = complete(2, 20, false);
  const int64_t rows = completions.tokens.rows;
  for (int64_t row = 0; row < rows; ++row) {  // every row but the first of its prefix is a repeat
    const int64_t first = row - completions.rollout(row);
    std::copy_n(completions.tokens.tokens.begin() + first * kScoredLength, kScoredLength,
                completions.tokens.tokens.begin() + row * kScoredLength);
  }
  const torch::Tensor scores = all_logits(*discriminator, completions);
  for (int64_t row = 0; row < rows; ++row) {
    const int64_t first = row - completions.rollout(row);
    EXPECT_EQ(scores[row].item<float>(), scores[first].item<float>());
  }
  expect_equal(scores, by_module(*discriminator, completions.tokens));
}

/// That the others are compared with its tables, not with the module's own forward.
TEST(ConvolutionalScorer, IsWhatScoresForSeqGansNetworkAlone) {
  const auto is_own = [](const DiscriminatorOptions& options) {
    const auto made = make_discriminator(options, RandomStream{5, Purpose::kInitialize});
    return dynamic_cast<ConvolutionalScorer*>(made->scorer().get()) != nullptr;
  };
  EXPECT_TRUE(is_own(small_network_options("cnn")));
  EXPECT_FALSE(is_own(small_network_options("multi-representation-cnn")));
  DiscriminatorOptions of_tokens = small_network_options("cnn");
  of_tokens.token_outputs = true;
  EXPECT_FALSE(is_own(of_tokens)) << "it looks around each token";
  DiscriminatorOptions of_batches = small_network_options("cnn");
  of_batches.minibatch_deviation = true;
  EXPECT_FALSE(is_own(of_batches)) << "it looks at the sentences together";
}

}  // namespace
}  // namespace lingan::convolutional_scorer_test
