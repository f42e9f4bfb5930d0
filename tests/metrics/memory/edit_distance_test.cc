#include <gtest/gtest.h>
#include <lingan/metrics/memory/edit_distance.h>

#include <algorithm>
#include <numeric>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::edit_distance_test {
namespace {

using lingan::testing::GuideSentences;

// Wagner and Fischer 1974.
int32_t table_distance(std::span<const int32_t> left, std::span<const int32_t> right) {
  std::vector<int32_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (const int32_t token : left) {
    int32_t diagonal = row[0]++;
    for (size_t j = 1; j <= right.size(); ++j) {
      const int32_t replaced = diagonal + (token != right[j - 1]);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::vector<int32_t> random_sentence(uint64_t seed, int64_t longest, uint64_t words) {
  const RandomStream stream{.seed = seed};
  std::vector<int32_t> sentence(stream.below(static_cast<uint64_t>(longest) + 1, 0, 0));
  for (size_t i = 0; i < sentence.size(); ++i) {
    sentence[i] = static_cast<int32_t>(stream.below(words, 1, static_cast<uint32_t>(i)));
  }
  return sentence;
}

TEST(EditDistance, IsThatOfTheWholeTable) {
  for (const uint64_t words : {2, 30}) {
    EditDistance edits(static_cast<int32_t>(words));
    for (const int64_t longest : {5, 63, 64, 65, 130, 300}) {
      for (uint64_t seed = 0; seed < 60; ++seed) {
        const auto pattern = random_sentence(2 * seed, longest, words);
        const auto sentence = random_sentence(2 * seed + 1, longest, words);
        edits.set_pattern(pattern);
        const int32_t expected = table_distance(pattern, sentence);
        EXPECT_EQ(edits.distance(sentence, 1000), expected) << longest << " " << seed;
        EXPECT_EQ(edits.distance(sentence, expected), expected);
        EXPECT_EQ(edits.distance(sentence, expected / 2), expected / 2);
        EXPECT_EQ(edits.distance(pattern, 1), 0);
      }
    }
  }
}

TEST(EditDistance, IsThatOfRapidfuzz) {
  const GuideSentences guide;
  // rapidfuzz 3.14.6: [[Levenshtein.distance(h, r) for r in references] for h in hypotheses]
  const int32_t expected[2][3] = {{8, 11, 11}, {16, 17, 15}};
  EditDistance edits(100);
  for (int i = 0; i < 2; ++i) {
    edits.set_pattern(guide.hypotheses[i]);
    for (int j = 0; j < 3; ++j) EXPECT_EQ(edits.distance(guide.references[j], 99), expected[i][j]);
  }
}

TEST(EditDistance, ToNothingIsTheLength) {
  EditDistance edits(4);
  edits.set_pattern({});
  EXPECT_EQ(edits.distance(std::vector<int32_t>{1, 2, 3}, 9), 3);
  EXPECT_EQ(edits.distance(std::vector<int32_t>{1, 2, 3}, 2), 2);
  EXPECT_EQ(edits.distance({}, 9), 0);
  edits.set_pattern(std::vector<int32_t>{1, 1, 3});
  EXPECT_EQ(edits.distance({}, 9), 3);
}

}  // namespace
}  // namespace lingan::metrics::edit_distance_test
