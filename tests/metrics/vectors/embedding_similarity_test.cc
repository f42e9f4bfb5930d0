#include <lingan/metrics/vectors/embedding_similarity.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lingan/base/random.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics::embedding_similarity_test {
namespace {

SkipGramWeights weights_of(std::vector<double> vectors) {
  const size_t words = vectors.size() / 3;
  return {.width = 3,
          .vectors = std::move(vectors),
          .outputs = {},
          .biases = std::vector<double>(words)};
}

/// What numpy 2.4 says of the matrices themselves:
///   def W(x): u = x / np.linalg.norm(x, axis=1, keepdims=True); return u @ u.T
///   p, q = W(a), W(b)
///   c = (p * q).sum(1) / np.linalg.norm(p, axis=1) / np.linalg.norm(q, axis=1)
///   np.log10(c[:2].mean()), np.log10(c.mean())
TEST(EmbeddingSimilarity, IsThatOfTheMatricesOfCosines) {
  const auto a = weights_of({1, 0, 2, 0, 1, 1, 2, -1, 0, .5, .5, .5, -1, 2, 1});
  const auto b = weights_of({1, 1, 0, 0, 2, 1, 1, -1, .5, -.5, 1, 0, 0, 2, 3});
  EXPECT_NEAR(embedding_similarity(a, b, 2), -0.022639009249560093, 1e-14);
  EXPECT_NEAR(embedding_similarity(a, b, 5), -0.09433918718137381, 1e-14);
  EXPECT_NEAR(embedding_similarity(b, a, 5), -0.09433918718137381, 1e-14);
}

TEST(EmbeddingSimilarity, IsThatOfVectorsOfAnyLength) {
  const auto a = weights_of({1, 0, 2, 0, 1, 1, 2, -1, 0});
  const auto longer = weights_of({3, 0, 6, 0, .5, .5, 20, -10, 0});
  EXPECT_NEAR(embedding_similarity(a, longer, 3), 0, 1e-15);
}

/// Sentences of a chain over 200 words: from each only four others can follow.
SentenceList chains(int32_t sentences, uint64_t seed) {
  const RandomStream stream{seed, Purpose::kEvaluate};
  SentenceList list;
  for (int32_t i = 0; i < sentences; ++i) {
    std::vector<int32_t> words = {static_cast<int32_t>(stream.below(200, i, 0))};
    for (uint32_t t = 1; t < 10; ++t) {
      words.push_back(
          static_cast<int32_t>((7 * words.back() + 3 + 50 * stream.below(4, i, t)) % 200));
    }
    list.append(words);
  }
  return list;
}

TEST(EmbeddingSimilarity, IsZeroForATextWithItself) {
  const SentenceList text = chains(300, 1);
  EXPECT_NEAR(embedding_similarity(text, text), 0, 1e-12);
}

TEST(EmbeddingSimilarity, IsLowerForShuffledWordsThanForHeldOutText) {
  const SentenceList references = chains(1000, 1);
  const SentenceList held_out = chains(1000, 2);
  SentenceList shuffled = held_out;
  const RandomStream stream{3, Purpose::kShuffle};
  for (size_t i = shuffled.ids.size() - 1; i > 0; --i) {
    std::swap(shuffled.ids[i], shuffled.ids[stream.below(i + 1, i, 0)]);
  }
  const double real = embedding_similarity(held_out, references);
  EXPECT_LT(real, 0);
  EXPECT_GT(real, -0.2);
  EXPECT_LT(embedding_similarity(shuffled, references), real - 0.1);
}

TEST(EmbeddingSimilarity, DoesNotLookAtTheNumbersOfWords) {
  const auto renamed = [](SentenceList list) {
    for (int32_t& id : list.ids) id = 1000 - 3 * id;
    return list;
  };
  EXPECT_EQ(embedding_similarity(chains(50, 2), chains(50, 1)),
            embedding_similarity(renamed(chains(50, 2)), renamed(chains(50, 1))));
}

TEST(EmbeddingSimilarity, TakesWordsThatTheReferencesHaveNotForNone) {
  SentenceList with_others = chains(100, 1);
  with_others.append(std::vector<int32_t>{500, 501, 5, 502});
  EXPECT_EQ(embedding_similarity(with_others, chains(200, 1)),
            embedding_similarity(chains(100, 1), chains(200, 1)));
}

TEST(EmbeddingSimilarity, HasNoValueWithoutNeighbours) {
  SentenceList single;
  for (int32_t i = 0; i < 5; ++i) single.append(std::vector<int32_t>{i});
  EXPECT_THROW(embedding_similarity(chains(5, 1), single), NoValue);
  EXPECT_THROW(embedding_similarity(single, chains(5, 1)), NoValue);
  EXPECT_THROW(embedding_similarity({}, chains(5, 1)), NoValue);
}

TEST(EmbeddingSimilarity, IsAMetricOfReferences) {
  const auto values = evaluate({.hypotheses = chains(20, 2), .references = chains(20, 1)},
                               {.metrics = {"embedding-similarity"}});
  EXPECT_LE(values.at(0).value, 0);
  EXPECT_TRUE(values.at(0).signature.starts_with("hyps:20|refs:20|version:"));
}

}  // namespace
}  // namespace lingan::metrics::embedding_similarity_test
