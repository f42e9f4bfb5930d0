#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include <lingan/model/discriminators/discriminator_scorer.h>

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
  result.numbering = {kLength, rollouts};
  result.tokens = TokenBatch::filled(sentences * result.numbering.per_sentence(), kLength, 0);
  for (int64_t row = 0; row < result.tokens.rows; ++row) {
    const int64_t sentence = result.sentence(row);
    const int32_t prefix = result.prefix_length(row);
    const auto length =
        !ends ? kLength : static_cast<int32_t>(prefix + 1 + row % (kLength - prefix));
    result.tokens.lengths[row] = length;
    for (int32_t t = 0; t < length; ++t) {
      const int32_t token = t < prefix ? draw_token(sentence, t) : draw_token(1000 + row, t);
      result.tokens.tokens[row * kLength + t] = ends && t == length - 1 ? 2 : token;
    }
  }
  return result;
}

torch::Tensor all_logits(Discriminator& discriminator, const engine::Completions& completions,
                         engine::Precision precision = engine::Precision::kFloat32) {
  return discriminator.scorer(precision)->values(completions, all_rows(completions.tokens));
}

torch::Tensor by_module(Discriminator& discriminator, const TokenBatch& rows) {
  const torch::NoGradGuard no_grad;
  discriminator.eval();
  return discriminator.logits(to_sentences(rows));
}

void expect_equal(const torch::Tensor& actual, const torch::Tensor& expected) {
  ASSERT_EQ(actual.sizes(), expected.sizes());
  const torch::Tensor allowed = 1e-5 * expected.abs().clamp_min(1.0);
  EXPECT_TRUE(((actual - expected).abs() <= allowed).all().item<bool>())
      << "largest difference " << (actual - expected).abs().max().item<double>();
}

TEST(DiscriminatorScorer, EqualsTheModuleOnCompletionsOfEveryPrefix) {
  const auto discriminator = small("cnn");
  const auto completions = complete(5, 6, false);
  expect_equal(all_logits(*discriminator, completions),
               by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, EqualsTheModuleWhoseHighwayWeightsAreShared) {
  DiscriminatorOptions options = small_options("cnn");
  options.highway = "shared";
  const auto discriminator = make_discriminator(options, RandomStream{5, Purpose::kInitialize});
  const auto completions = complete(4, 6, false);
  expect_equal(all_logits(*discriminator, completions),
               by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, EqualsTheModuleThatTellsClasses) {
  DiscriminatorOptions options = small_options("cnn");
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

TEST(DiscriminatorScorer, EqualsTheModuleWhoseWeightsAreNormalised) {
  DiscriminatorOptions options = small_options("cnn");
  options.spectral_norm = true;
  const auto discriminator = make_discriminator(options, RandomStream{5, Purpose::kInitialize});
  const auto completions = complete(5, 6, false);
  expect_equal(all_logits(*discriminator, completions),
               by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, EqualsTheModuleOnSentencesThatEndEarly) {
  const auto discriminator = small("cnn");
  const auto completions = complete(4, 7, true);
  expect_equal(all_logits(*discriminator, completions),
               by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, EqualsTheModuleOnPlainSentencesManyOrFew) {
  for (const char* kind : {"cnn", "multi-representation-cnn"}) {
    const auto discriminator = small(kind);
    const auto scorer = discriminator->scorer();
    const TokenBatch many = complete(6, 8, true).tokens;
    expect_equal(scorer->values(hard_sentences(many)), by_module(*discriminator, many));
    const TokenBatch few = select_rows(many, std::vector<int64_t>{0, 1});
    expect_equal(scorer->values(hard_sentences(few)), by_module(*discriminator, few));
  }
}

TEST(DiscriminatorScorer, EqualsTheModuleOnSomeRowsOfCompletions) {
  for (const char* kind : {"cnn", "multi-representation-cnn"}) {
    const auto discriminator = small(kind);
    const auto completions = complete(4, 7, true);
    std::vector<int64_t> rows;
    for (int64_t row = 3; row < completions.tokens.rows; row += 1 + row % 5) rows.push_back(row);
    expect_equal(discriminator->scorer()->values(completions, rows),
                 by_module(*discriminator, select_rows(completions.tokens, rows)));
  }
}

TEST(DiscriminatorScorer, InBfloat16MovesAProbabilityByLessThanOneInAHundred) {
  if (!engine::has_bfloat16_products()) GTEST_SKIP() << "no bf16 products on this processor";
  const auto discriminator = small("cnn");
  const auto completions = complete(5, 6, false);
  const torch::Tensor expected = torch::sigmoid(by_module(*discriminator, completions.tokens));
  const torch::Tensor error =
      torch::sigmoid(all_logits(*discriminator, completions, engine::Precision::kBfloat16)) -
      expected;
  EXPECT_LT(error.abs().max().item<double>(), 0.01);
  EXPECT_LT(error.mean().abs().item<double>(), 0.001);
}

TEST(DiscriminatorScorer, EqualsTheModuleOfManyRepresentations) {
  const auto discriminator = small("multi-representation-cnn");
  const auto completions = complete(3, 3, true);
  const torch::Tensor scores = all_logits(*discriminator, completions);
  ASSERT_EQ(scores.dim(), 2);
  expect_equal(scores, by_module(*discriminator, completions.tokens));
}

TEST(DiscriminatorScorer, GivesEqualSentencesEqualScores) {
  const auto discriminator = small("cnn");
  auto completions = complete(2, 20, false);
  const int64_t rows = completions.tokens.rows;
  for (int64_t row = 0; row < rows; ++row) {  // every row but the first of its prefix is a repeat
    const int64_t first = row - completions.rollout(row);
    std::copy_n(completions.tokens.tokens.begin() + first * kLength, kLength,
                completions.tokens.tokens.begin() + row * kLength);
  }
  const torch::Tensor scores = all_logits(*discriminator, completions);
  for (int64_t row = 0; row < rows; ++row) {
    const int64_t first = row - completions.rollout(row);
    EXPECT_EQ(scores[row].item<float>(), scores[first].item<float>());
  }
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
    const auto discriminator = small(kind);
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
  const auto discriminator = small("cnn");
  const TokenBatch rows = complete(2, 4, true).tokens;
  const SentenceValue sigma = {.of = [](const torch::Tensor& c) { return torch::sigmoid(c); }};
  expect_equal(discriminator->scorer()->values(hard_sentences(rows), sigma),
               torch::sigmoid(by_module(*discriminator, rows)));
}

TEST(DiscriminatorScorer, LeavesDropoutOffAndTheModuleInItsMode) {
  const auto discriminator = small("cnn");
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
    const auto discriminator = small(kind);
    const auto scorer = discriminator->scorer();
    EXPECT_EQ(scorer->values(hard_sentences(TokenBatch::filled(0, kLength, 0))).numel(), 0);
    EXPECT_EQ(scorer->values(complete(2, 2, false), std::span<const int64_t>()).numel(), 0);
  }
}

}  // namespace
}  // namespace lingan
