#include <gtest/gtest.h>
#include <lingan/metrics/ngram_levels.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "tests/metrics/words.h"

namespace lingan::metrics::ngram_levels_test {
namespace {

using lingan::testing::random_sentences;
using Ngram = std::vector<int32_t>;

constexpr auto kKeepAll = [](const NgramOccurrence&) { return true; };

// Gives every n-gram of the current order an id, but for those that are not kept.
// @return the id of every position that takes part in this order.
template <typename Keep>
std::map<uint32_t, uint32_t> name_order(NgramLevels& levels, const Keep& keep) {
  std::map<uint32_t, uint32_t> ids;
  for (int64_t p = 0; p < levels.partitions(); ++p) {
    std::map<uint64_t, uint32_t> locals;
    for (const NgramOccurrence& occurrence : levels.partition(p)) {
      const auto local =
          locals.try_emplace(occurrence.key, static_cast<uint32_t>(locals.size())).first;
      ids[occurrence.position] = levels.id(p, local->second);
      if (keep(occurrence)) levels.assign(occurrence.position, ids[occurrence.position]);
    }
  }
  return ids;
}

// Every position inside its sentence -> the n-gram that starts there.
std::map<uint32_t, Ngram> direct_ngrams(const SentenceList& sentences, int order) {
  std::map<uint32_t, Ngram> ngrams;
  for (int64_t i = 0; i < sentences.size(); ++i) {
    for (int64_t at = sentences.offsets[i]; at + order <= sentences.offsets[i + 1]; ++at) {
      const auto first = sentences.ids.begin() + at;
      ngrams[static_cast<uint32_t>(at)] = Ngram(first, first + order);
    }
  }
  return ngrams;
}

// Whether equal n-grams have equal ids and different ones different ids.
void expect_same_classes(const std::map<uint32_t, uint32_t>& ids,
                         const std::map<uint32_t, Ngram>& ngrams) {
  ASSERT_EQ(ids.size(), ngrams.size());
  std::map<uint32_t, Ngram> by_id;
  std::set<Ngram> different;
  for (const auto& [position, ngram] : ngrams) {
    ASSERT_TRUE(ids.contains(position));
    EXPECT_EQ(by_id.try_emplace(ids.at(position), ngram).first->second, ngram);
    different.insert(ngram);
  }
  EXPECT_EQ(by_id.size(), different.size());
}

TEST(NgramLevels, NamesEqualNgramsAlikeAndDifferentOnesApart) {
  const SentenceList sentences = random_sentences(1, 3000, 12);
  NgramLevels levels(sentences, {});
  EXPECT_GT(levels.partitions(), 1);
  for (int order = 1; order <= 8; ++order) {
    levels.next_order();
    ASSERT_EQ(levels.order(), order);
    expect_same_classes(name_order(levels, kKeepAll), direct_ngrams(sentences, order));
  }
}

TEST(NgramLevels, OrdersAPartitionByPosition) {
  const SentenceList sentences = random_sentences(2, 3000, 12);
  NgramLevels levels(sentences, {});
  levels.next_order();
  for (int64_t p = 0; p < levels.partitions(); ++p) {
    const auto occurrences = levels.partition(p);
    EXPECT_TRUE(std::is_sorted(
        occurrences.begin(), occurrences.end(),
        [](const auto& one, const auto& other) { return one.position < other.position; }));
    for (const NgramOccurrence& occurrence : occurrences) {
      EXPECT_GE(occurrence.position, sentences.offsets[occurrence.sentence]);
      EXPECT_LT(occurrence.position, sentences.offsets[occurrence.sentence + 1]);
    }
  }
}

TEST(NgramLevels, NeverLooksAtLongerNgramsOverADroppedPosition) {
  const SentenceList sentences = random_sentences(3, 300, 4);
  NgramLevels levels(sentences, {});
  levels.next_order();
  name_order(levels, [&](const auto& occurrence) { return sentences.ids[occurrence.position]; });
  auto expected = direct_ngrams(sentences, 2);
  std::erase_if(expected, [](const auto& entry) { return entry.second[0] * entry.second[1] == 0; });
  levels.next_order();
  expect_same_classes(name_order(levels, kKeepAll), expected);
}

TEST(NgramLevels, KeepsGroupsApart) {
  SentenceList sentences;
  for (int i = 0; i < 3; ++i) sentences.append(std::vector<int32_t>{5, 6});
  const std::vector<int32_t> groups = {0, 1, 0};
  NgramLevels levels(sentences, groups);
  for (int order = 1; order <= 2; ++order) {
    levels.next_order();
    const auto ids = name_order(levels, kKeepAll);
    EXPECT_EQ(ids.at(0), ids.at(4));
    EXPECT_NE(ids.at(0), ids.at(2));
  }
}

}  // namespace
}  // namespace lingan::metrics::ngram_levels_test
