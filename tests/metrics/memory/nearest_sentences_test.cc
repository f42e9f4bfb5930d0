#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/memory/edit_distance.h>
#include <lingan/metrics/memory/nearest_sentences.h>

#include <algorithm>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::nearest_sentences_test {
namespace {

using lingan::testing::GuideSentences;
using lingan::testing::random_sentences;
using lingan::testing::WordIds;

std::vector<int32_t> direct_distances(const SentenceList& queries, const SentenceList& sentences,
                                      int32_t words) {
  EditDistance edits(words);
  std::vector<int32_t> distances;
  for (int64_t i = 0; i < queries.size(); ++i) {
    edits.set_pattern(queries[i]);
    int32_t nearest = 1 << 20;
    for (int64_t j = 0; j < sentences.size(); ++j) {
      nearest = std::min(nearest, edits.distance(sentences[j], 1 << 20));
    }
    distances.push_back(nearest);
  }
  return distances;
}

TEST(NearestSentences, AreThoseOfAllPairsForAnyNumberOfThreads) {
  for (const int32_t words : {3, 20, 400}) {
    const SentenceList queries = random_sentences(1, 200, words);
    const SentenceList sentences = random_sentences(2, 6000, words);
    const auto expected = direct_distances(queries, sentences, words);
    for (const int threads : {1, 3}) {
      set_thread_count(threads);
      EXPECT_EQ(NearestSentences(sentences).distances(queries), expected) << words;
    }
    set_thread_count(0);
  }
}

TEST(NearestSentences, MayBeLong) {
  const RandomStream stream{.seed = 3};
  SentenceList sentences;
  for (int64_t i = 0; i < 40; ++i) {
    std::vector<int32_t> sentence(100 + 20 * static_cast<size_t>(i));
    for (size_t t = 0; t < sentence.size(); ++t) {
      sentence[t] = static_cast<int32_t>(stream.below(900, i, static_cast<uint32_t>(t)));
    }
    sentences.append(sentence);
  }
  const SentenceList queries = slice(sentences, 20, 40);
  const SentenceList others = slice(sentences, 0, 20);
  EXPECT_EQ(NearestSentences(others).distances(queries), direct_distances(queries, others, 900));
}

TEST(NearestSentences, AreThoseOfRapidfuzz) {
  const GuideSentences guide;
  // rapidfuzz 3.14.6: [min(Levenshtein.distance(h, r) for r in references) for h in hypotheses]
  EXPECT_EQ(NearestSentences(guide.references).distances(guide.hypotheses),
            (std::vector<int32_t>{8, 15}));
  EXPECT_DOUBLE_EQ(nearest_training_distance(guide.hypotheses, guide.references), 11.5);
}

TEST(NearestSentences, ByHand) {
  WordIds ids;
  const SentenceList training = ids.list({{"a", "b", "c"}, {"d"}, {"a", "b", "c", "d", "e"}});
  const SentenceList queries = ids.list(
      {{"a", "b", "c"}, {"b", "a", "c"}, {"a", "x", "c", "d"}, {}, {"new", "words", "only"}});
  EXPECT_EQ(NearestSentences(training).distances(queries), (std::vector<int32_t>{0, 2, 2, 1, 3}));
}

TEST(NearestSentences, MayBeEmptySentences) {
  WordIds ids;
  EXPECT_EQ(NearestSentences(ids.list({{}})).distances(ids.list({{"a", "b"}, {}})),
            (std::vector<int32_t>{2, 0}));
}

TEST(NearestSentences, NeedSentencesOnBothSides) {
  EXPECT_THROW(NearestSentences({}), UsageError);
  EXPECT_THROW(nearest_training_distance({}, random_sentences(1, 3, 3)), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::nearest_sentences_test
