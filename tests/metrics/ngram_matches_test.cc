#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/base/random.h>
#include <lingan/metrics/bleu.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/self_bleu.h>

#include <map>

namespace lingan::metrics {
namespace {

using Counts = std::map<std::vector<int32_t>, int32_t>;

// Short sentences over few words, so that long n-grams repeat; some are empty.
SentenceList random_sentences(uint64_t seed, int64_t count, uint64_t words) {
  const RandomStream stream{.seed = seed};
  SentenceList list;
  for (int64_t i = 0; i < count; ++i) {
    std::vector<int32_t> sentence(stream.below(13, i, 0));
    for (size_t t = 0; t < sentence.size(); ++t) {
      sentence[t] = static_cast<int32_t>(stream.below(words, i, static_cast<uint32_t>(t) + 1));
    }
    list.append(sentence);
  }
  return list;
}

Counts count(std::span<const int32_t> sentence, int order) {
  Counts counts;
  for (size_t at = 0; at + order <= sentence.size(); ++at) {
    ++counts[{sentence.begin() + at, sentence.begin() + at + order}];
  }
  return counts;
}

// Matches by the definition, sentence by sentence.
int32_t direct_matches(std::span<const int32_t> sentence, const SentenceList& references,
                       int64_t skipped, int order) {
  Counts most;
  for (int64_t i = 0; i < references.size(); ++i) {
    if (i == skipped) continue;
    for (const auto& [ngram, times] : count(references[i], order)) {
      most[ngram] = std::max(most[ngram], times);
    }
  }
  int32_t matches = 0;
  for (const auto& [ngram, times] : count(sentence, order)) matches += std::min(times, most[ngram]);
  return matches;
}

TEST(NgramMatches, AreThoseOfTheDefinition) {
  for (const uint64_t words : {2, 5, 40}) {
    const auto hypotheses = random_sentences(1, 60, words),
               references = random_sentences(2, 70, words);
    const NgramMatches counts = match_ngrams(hypotheses, references, kMaxOrder);
    for (int64_t i = 0; i < hypotheses.size(); ++i) {
      for (int order = 1; order <= kMaxOrder; ++order) {
        EXPECT_EQ(counts.matched(i, order), direct_matches(hypotheses[i], references, -1, order));
      }
    }
  }
}

TEST(NgramMatches, LeaveTheSentenceItselfOut) {
  for (const uint64_t words : {2, 5, 40}) {
    const auto sentences = random_sentences(3, 80, words);
    const NgramMatches counts = match_others(sentences, kMaxOrder);
    for (int64_t i = 0; i < sentences.size(); ++i) {
      for (int order = 1; order <= kMaxOrder; ++order) {
        EXPECT_EQ(counts.matched(i, order), direct_matches(sentences[i], sentences, i, order));
      }
    }
  }
}

TEST(NgramMatches, AreTheSameForAnyNumberOfThreadsAndManyPartitions) {
  const auto hypotheses = random_sentences(4, 9000, 300),
             references = random_sentences(5, 9000, 300);
  std::vector<NgramMatches> results;
  for (const int threads : {1, 2, 5}) {
    set_thread_count(threads);
    results.push_back(match_ngrams(hypotheses, references, 5));
    EXPECT_EQ(results.back().matches, results.front().matches);
    EXPECT_EQ(results.back().reference_lengths, results.front().reference_lengths);
  }
  set_thread_count(0);
  for (int64_t i = 0; i < hypotheses.size(); i += 997) {
    for (int order = 1; order <= 5; ++order) {
      EXPECT_EQ(results[0].matched(i, order), direct_matches(hypotheses[i], references, -1, order));
    }
  }
}

TEST(NgramMatches, KeepGroupsApart) {
  SentenceList hypotheses, references;
  hypotheses.append(std::vector<int32_t>{1, 2, 3});
  hypotheses.append(std::vector<int32_t>{1, 2, 3});
  references.append(std::vector<int32_t>{1, 2});
  references.append(std::vector<int32_t>{2, 3, 9, 9});
  const NgramMatches counts = match_ngrams(hypotheses, references, {{0, 1}, {0, 1}}, 2);
  EXPECT_EQ(counts.matches, (std::vector<int32_t>{2, 1, 2, 1}));
  EXPECT_EQ(counts.reference_lengths, (std::vector<int32_t>{2, 4}));
}

TEST(NgramMatches, RefuseAnOrderOutOfRange) {
  EXPECT_THROW(match_others(random_sentences(1, 3, 3), 0), UsageError);
  EXPECT_THROW(match_others(random_sentences(1, 3, 3), 9), UsageError);
}

TEST(SelfBleu, IsOneWhenAllSentencesAreEqual) {
  SentenceList sentences;
  for (int i = 0; i < 4; ++i) sentences.append(std::vector<int32_t>{5, 6, 7, 8, 9});
  EXPECT_DOUBLE_EQ(self_bleu(sentences, bleu_of_order(5)), 1);
}

TEST(SelfBleu, IsZeroWhenNoWordIsShared) {
  SentenceList sentences;
  for (int32_t i = 0; i < 4; ++i) sentences.append(std::vector<int32_t>{2 * i, 2 * i + 1});
  EXPECT_EQ(self_bleu(sentences, bleu_of_order(2)), 0);
}

TEST(SelfBleu, NeedsTwoSentences) {
  SentenceList one;
  one.append(std::vector<int32_t>{1});
  EXPECT_THROW(self_bleu(one, bleu_of_order(1)), UsageError);
}

TEST(MeanSentenceBleu, RefusesSmoothing6WhereItIsUndefined) {
  const auto sentences = random_sentences(6, 20, 50);
  const NgramMatches counts = match_others(sentences, 5);
  EXPECT_THROW(mean_sentence_bleu(counts, bleu_of_order(4, Smoothing::kInterpolated)), UsageError);
  EXPECT_THROW(corpus_bleu(counts, bleu_of_order(4, Smoothing::kNeighbours)), UsageError);
}

TEST(SentenceBleu, RefusesCountsOfTooFewOrders) {
  const NgramMatches counts = match_others(random_sentences(6, 20, 50), 4);
  EXPECT_THROW((void)sentence_bleu(counts, bleu_of_order(5)), UsageError);
  EXPECT_THROW((void)sentence_bleu(counts, bleu_of_order(2, Smoothing::kNeighbours)), UsageError);
}

}  // namespace
}  // namespace lingan::metrics
