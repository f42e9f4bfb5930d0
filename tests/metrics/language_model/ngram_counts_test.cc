#include <lingan/metrics/language_model/ngram_counts.h>

#include <gtest/gtest.h>

#include <map>
#include <set>

#include <lingan/base/parallel.h>
#include <lingan/base/random.h>

namespace lingan::metrics::ngram_counts_test {
namespace {

using Ngram = std::vector<int32_t>;
using Counts = std::map<Ngram, uint32_t>;

Ngram words_of(const NgramModel& model, uint32_t ngram) {
  Ngram words;
  if (model.contexts[ngram] != NgramModel::kNone) words = words_of(model, model.contexts[ngram]);
  words.push_back(model.words[ngram]);
  return words;
}

Counts counts_of(const AdjustedCounts& text) {
  Counts counts;
  for (uint32_t i = 0; i < text.ngrams.starts.back(); ++i) {
    EXPECT_TRUE(counts.emplace(words_of(text.ngrams, i), text.counts[i]).second);
  }
  return counts;
}

/// By the definition, with sets of whole n-grams.
Counts direct_counts(const SentenceList& sentences, int32_t vocabulary_size, int order) {
  Counts raw, adjusted;
  std::map<Ngram, std::set<int32_t>> before;
  for (int64_t i = 0; i < sentences.size(); ++i) {
    Ngram all = {kSentenceBegin};
    all.insert(all.end(), sentences[i].begin(), sentences[i].end());
    all.push_back(kSentenceEnd);
    for (size_t begin = 0; begin < all.size(); ++begin) {
      for (size_t end = begin + 1; end <= all.size() && end - begin <= static_cast<size_t>(order);
           ++end) {
        const Ngram ngram(all.begin() + begin, all.begin() + end);
        ++raw[ngram];
        if (begin > 0) before[ngram].insert(all[begin - 1]);
      }
    }
  }
  for (int32_t word = 0; word < vocabulary_size; ++word) adjusted[{word}] = 0;
  for (const auto& [ngram, count] : raw) {
    const bool is_raw =
        ngram.front() == kSentenceBegin || ngram.size() == static_cast<size_t>(order);
    adjusted[ngram] = is_raw ? count : static_cast<uint32_t>(before[ngram].size());
  }
  adjusted[{kSentenceBegin}] = 0;
  return adjusted;
}

SentenceList random_sentences(int64_t count, int32_t vocabulary_size, uint64_t seed) {
  const RandomStream random{seed, Purpose::kSplit, 0};
  SentenceList sentences;
  for (int64_t i = 0; i < count; ++i) {
    Ngram words;
    const auto row = static_cast<uint64_t>(i);
    for (uint64_t length = random.below(9, row, 0); length > 0; --length) {
      const auto maximum =
          random.below(static_cast<uint64_t>(vocabulary_size - kFirstWord), row, 2 * length) + 1;
      words.push_back(kFirstWord +
                      static_cast<int32_t>(random.below(maximum, row, 2 * length + 1)));
    }
    sentences.append(words);
  }
  return sentences;
}

TEST(AdjustedCounts, AreThoseOfTheDefinition) {
  for (const int order : {1, 2, 3, 5}) {
    const SentenceList sentences = random_sentences(3000, 12, 7);
    EXPECT_EQ(counts_of(adjusted_counts(sentences, 12, order)),
              direct_counts(sentences, 12, order));
  }
}

TEST(AdjustedCounts, DoNotDependOnThreads) {
  const SentenceList sentences = random_sentences(5000, 40, 8);
  set_thread_count(1);
  const AdjustedCounts alone = adjusted_counts(sentences, 40, 4);
  set_thread_count(4);
  const AdjustedCounts together = adjusted_counts(sentences, 40, 4);
  set_thread_count(0);
  EXPECT_EQ(alone.ngrams.contexts, together.ngrams.contexts);
  EXPECT_EQ(alone.ngrams.suffixes, together.ngrams.suffixes);
  EXPECT_EQ(alone.counts, together.counts);
}

TEST(AdjustedCounts, KnowWhatEveryNgramEndsWith) {
  const SentenceList sentences = random_sentences(200, 9, 9);
  const NgramModel model = adjusted_counts(sentences, 9, 3).ngrams;
  for (uint32_t ngram = model.starts[1]; ngram < model.starts.back(); ++ngram) {
    const Ngram words = words_of(model, ngram);
    EXPECT_EQ(words_of(model, model.suffixes[ngram]), Ngram(words.begin() + 1, words.end()));
  }
}

TEST(AdjustedCounts, FindTheLastNgramOfEachOrder) {
  SentenceList sentences;
  sentences.append(Ngram{3, 5});
  sentences.append(Ngram{3, 4, 5});
  sentences.append(Ngram{4, 5});
  const AdjustedCounts text = adjusted_counts(sentences, 6, 4);
  // Words: 5, thrice. Before it 4, twice; before those 3, and before that <s>, once.
  ASSERT_EQ(text.last.size(), 3);
  EXPECT_EQ(words_of(text.ngrams, text.last[0].ngram), (Ngram{5}));
  EXPECT_EQ(text.last[0].raw_count, 3);
  EXPECT_EQ(words_of(text.ngrams, text.last[1].ngram), (Ngram{4, 5}));
  EXPECT_EQ(text.last[1].raw_count, 2);
  EXPECT_EQ(words_of(text.ngrams, text.last[2].ngram), (Ngram{3, 4, 5}));
  EXPECT_EQ(text.last[2].raw_count, 1);
}

}  // namespace
}  // namespace lingan::metrics::ngram_counts_test
