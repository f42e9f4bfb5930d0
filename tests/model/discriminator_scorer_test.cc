#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include <lingan/model/discriminator_scorer.h>

namespace lingan {
namespace {

constexpr int32_t kLength = 12;
constexpr int64_t kVocabulary = 60;

DiscriminatorOptions small_options(const std::string& kind) {
  DiscriminatorOptions options;
  options.kind = kind;
  options.vocabulary_size = kVocabulary;
  options.embedding_width = 16;
  options.filter_widths = {1, 2, 3, 5, 8, 12, 20};  // the last is cut to kLength
  options.filter_counts = {20, 33, 40, 70, 16, 12, 10};
  options.representations = kind == "cnn" ? 1 : 4;
  options.dropout = 0.5;
  options.length = kLength;
  return options;
}

std::shared_ptr<Discriminator> small(const std::string& kind) {
  return make_discriminator(small_options(kind), RandomStream{5, Purpose::kInitialize});
}

int32_t draw_token(uint64_t row, uint32_t position) {
  return 3 + static_cast<int32_t>(RandomStream{11}.below(kVocabulary - 3, row, position));
}

// Every prefix of `sentences` random sentences, completed `rollouts` times. Where `ends` is true,
// row r ends with eos (2) after a length of its own, and pads (0) follow, as a sampler writes them.
engine::Completions complete(int64_t sentences, int32_t rollouts, bool ends) {
  engine::Completions result;
  result.tokens.width = kLength;
  for (int32_t prefix = 1; prefix < kLength; ++prefix) {
    for (int64_t sentence = 0; sentence < sentences; ++sentence) {
      for (int32_t rollout = 0; rollout < rollouts; ++rollout) {
        const int64_t row = result.tokens.rows++;
        const int32_t length = !ends ? kLength : prefix + 1 + row % (kLength - prefix);
        for (int32_t t = 0; t < kLength; ++t) {
          const int32_t token = t < prefix ? draw_token(sentence, t) : draw_token(1000 + row, t);
          const bool is_eos = ends && t == length - 1;
          result.tokens.tokens.push_back(t >= length ? 0 : is_eos ? 2 : token);
        }
        result.tokens.lengths.push_back(length);
        result.sentence.push_back(sentence);
        result.prefix_length.push_back(prefix);
        result.rollout.push_back(rollout);
      }
    }
  }
  return result;
}

torch::Tensor by_module(Discriminator& discriminator, const TokenBatch& rows) {
  const torch::NoGradGuard no_grad;
  discriminator.eval();
  return discriminator.logits(to_sentences(rows));
}

void expect_equal(const torch::Tensor& found, const torch::Tensor& expected) {
  ASSERT_EQ(found.sizes(), expected.sizes());
  const torch::Tensor allowed = 1e-5 * expected.abs().clamp_min(1.0);
  EXPECT_TRUE(((found - expected).abs() <= allowed).all().item<bool>())
      << "largest difference " << (found - expected).abs().max().item<double>();
}

TEST(DiscriminatorScorer, EqualsTheModuleOnCompletionsOfEveryPrefix) {
  const auto discriminator = small("cnn");
  const auto completions = complete(5, 6, false);
  const DiscriminatorScorer scorer(*discriminator);
  expect_equal(scorer.logits(completions), by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, EqualsTheModuleWhoseHighwayWeightsAreShared) {
  DiscriminatorOptions options = small_options("cnn");
  options.highway = "shared";
  const auto discriminator = make_discriminator(options, RandomStream{5, Purpose::kInitialize});
  const auto completions = complete(4, 6, false);
  const DiscriminatorScorer scorer(*discriminator);
  expect_equal(scorer.logits(completions), by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, EqualsTheModuleOnSentencesThatEndEarly) {
  const auto discriminator = small("cnn");
  const auto completions = complete(4, 7, true);
  const DiscriminatorScorer scorer(*discriminator);
  expect_equal(scorer.logits(completions), by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, EqualsTheModuleOnPlainSentencesManyOrFew) {
  const auto discriminator = small("cnn");
  const DiscriminatorScorer scorer(*discriminator);
  const TokenBatch many = complete(6, 8, true).tokens;
  expect_equal(scorer.logits(to_sentences(many)), by_module(*discriminator, many));
  TokenBatch few = TokenBatch::filled(2, kLength, 0);
  std::copy_n(many.tokens.begin(), few.tokens.size(), few.tokens.begin());
  std::copy_n(many.lengths.begin(), few.lengths.size(), few.lengths.begin());
  expect_equal(scorer.logits(to_sentences(few)), by_module(*discriminator, few));
}

TEST(DiscriminatorScorer, InBfloat16MovesAProbabilityByLessThanOneInAHundred) {
  if (!engine::has_bfloat16_products()) GTEST_SKIP() << "no bf16 products on this processor";
  const auto discriminator = small("cnn");
  const auto completions = complete(5, 6, false);
  const DiscriminatorScorer scorer(*discriminator, engine::Precision::kBfloat16);
  const torch::Tensor expected = torch::sigmoid(by_module(*discriminator, completions.tokens));
  const torch::Tensor error = torch::sigmoid(scorer.logits(completions)) - expected;
  EXPECT_LT(error.abs().max().item<double>(), 0.01);
  EXPECT_LT(error.mean().abs().item<double>(), 0.001);
}

TEST(DiscriminatorScorer, EqualsTheModuleOfManyRepresentations) {
  const auto discriminator = small("multi-representation-cnn");
  const auto completions = complete(3, 3, true);
  const DiscriminatorScorer scorer(*discriminator);
  const torch::Tensor scores = scorer.logits(completions);
  ASSERT_EQ(scores.dim(), 2);
  expect_equal(scores, by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, GivesEqualSentencesEqualScores) {
  const auto discriminator = small("cnn");
  auto completions = complete(2, 20, false);
  const int64_t rows = completions.tokens.rows;
  for (int64_t row = 0; row < rows; ++row) {  // every row but the first of its prefix is a repeat
    const int64_t first = row - completions.rollout[row];
    std::copy_n(completions.tokens.tokens.begin() + first * kLength, kLength,
                completions.tokens.tokens.begin() + row * kLength);
  }
  const torch::Tensor scores = DiscriminatorScorer(*discriminator).logits(completions);
  for (int64_t row = 0; row < rows; ++row) {
    const int64_t first = row - completions.rollout[row];
    EXPECT_EQ(scores[row].item<float>(), scores[first].item<float>());
  }
  expect_equal(scores, by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, LeavesDropoutOffAndTheModuleInItsMode) {
  const auto discriminator = small("cnn");
  const auto completions = complete(2, 4, false);
  const torch::Tensor expected = by_module(*discriminator, completions.tokens);
  discriminator->train();
  const torch::Tensor scores = DiscriminatorScorer(*discriminator).logits(completions);
  EXPECT_TRUE(discriminator->is_training());
  EXPECT_FALSE(scores.requires_grad());
  expect_equal(scores, expected);
}

TEST(DiscriminatorScorer, OfNoSentencesGivesNoScores) {
  const auto discriminator = small("cnn");
  const DiscriminatorScorer scorer(*discriminator);
  EXPECT_EQ(scorer.logits(to_sentences(TokenBatch::filled(0, kLength, 0))).numel(), 0);
}

}  // namespace
}  // namespace lingan
