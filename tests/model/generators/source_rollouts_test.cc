#include <lingan/model/generators/source_rollouts.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <lingan/base/error.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/model/sourced_generator.h"

namespace lingan::source_rollouts_test {
namespace {

constexpr SpecialTokens kSpecials{};

class SourceRolloutsOf : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Cells, SourceRolloutsOf, ::testing::Values("lstm", "gru", "transformer"),
                         [](const auto& info) { return info.param; });

engine::SampleRequest request_of(int64_t rows, uint64_t first_row = 0) {
  engine::SampleRequest request;
  request.rows = rows;
  request.length = 5;
  request.stream = {9, Purpose::kSample, 1};
  request.first_row = first_row;
  return request;
}

/// ln p of the tokens of sentences by the module itself, [B, T].
torch::Tensor by_module(Generator& generator, const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  const Sentences sentences = to_sentences(batch);
  const auto log_p = torch::log_softmax(generator.forward(sentences.tokens, sentences.labels), 2);
  const auto own = log_p.gather(2, sentences.tokens.unsqueeze(2)).squeeze(2);
  return own * inside(sentences.lengths, batch.width);
}

TEST_P(SourceRolloutsOf, TellTheProbabilityOfASentenceGivenItsSource) {
  const auto generator = testing::sourced_generator(GetParam());
  const auto rollouts = generator->rollouts(kSpecials);
  const engine::Samples samples = rollouts->sample(request_of(40));
  const auto expected = by_module(*generator, samples.tokens);
  const auto sampled = torch::tensor(samples.log_probabilities).view({40, 5});
  EXPECT_TRUE(torch::allclose(sampled, expected, 1e-4, 1e-5));
  const auto actual = torch::tensor(rollouts->log_probabilities(samples.tokens)).view({40, 5});
  EXPECT_TRUE(torch::allclose(actual, expected, 1e-4, 1e-5));
}

TEST(SourceRollouts, TakeTheSampledSourcesInTheirOrder) {
  const auto generator = testing::sourced_generator("lstm");
  const auto sample = [&](int64_t rows, uint64_t first) {
    return generator->rollouts(kSpecials)->sample(request_of(rows, first)).tokens;
  };
  const TokenBatch all = sample(8, 0);
  EXPECT_THAT(all.labels, ::testing::ElementsAre(2, 0, 3, 2, 0, 3, 2, 0));
  const TokenBatch some = sample(3, 4);
  EXPECT_THAT(some.labels, ::testing::ElementsAre(0, 3, 2));
  EXPECT_TRUE(std::equal(some.tokens.begin(), some.tokens.end(), all.tokens.begin() + 4 * 5));
  EXPECT_EQ(sample(0, 0).rows, 0);
  auto of_each = testing::small_sources();
  of_each->sentences_of_each = 2;
  generator->set_sources(of_each);
  EXPECT_THAT(sample(5, 1).labels, ::testing::ElementsAre(2, 0, 0, 3, 3));
}

/// Of its own label a sentence's probability is that of the sentence as its own source.
TEST_P(SourceRolloutsOf, TellTheProbabilityOfASentenceGivenItself) {
  const auto generator = testing::rewriting_generator(GetParam());
  TokenBatch sentences = TokenBatch::filled(3, 5, 0);
  sentences.tokens = {4, 3, 2, 0, 0, 3, 5, 4, 5, 3, 5, 2, 0, 0, 0};
  sentences.lengths = {3, 5, 2};
  sentences.labels = {1, 0, 1};
  const auto actual =
      torch::tensor(generator->rollouts(kSpecials)->log_probabilities(sentences)).view({3, 5});
  EXPECT_TRUE(torch::allclose(actual, by_module(*generator, sentences), 1e-4, 1e-5));
}

/// Sampled sentences are told the label that their source has not.
TEST_P(SourceRolloutsOf, RewriteSourcesOfOtherLabels) {
  const torch::NoGradGuard no_gradient;
  const auto generator = testing::rewriting_generator(GetParam());
  for (const int32_t label : {0, 1}) {
    const TokenBatch written =
        generator->of_label(label)->rollouts(kSpecials)->sample(request_of(4)).tokens;
    EXPECT_THAT(written.labels, label == 1 ? ::testing::ElementsAre(0, 3, 0, 3)
                                           : ::testing::ElementsAre(2, 2, 2, 2));
  }
  const engine::Samples all = generator->rollouts(kSpecials)->sample(request_of(40));
  EXPECT_EQ(std::ranges::count(all.tokens.labels, 0), 20) << "labels, not numbers of sources";
  EXPECT_EQ(std::ranges::count(all.tokens.labels, 1), 20);
}

TEST(SourceRollouts, RefuseWhatHasNoSource) {
  const auto rollouts = testing::sourced_generator("lstm")->rollouts(kSpecials);
  const TokenBatch plain = TokenBatch::filled(2, 5, 0);
  EXPECT_THROW(rollouts->log_probabilities(plain), UsageError);
  EXPECT_THROW(rollouts->complete(plain, {}, [](const auto&) {}), UsageError);
}

}  // namespace
}  // namespace lingan::source_rollouts_test
