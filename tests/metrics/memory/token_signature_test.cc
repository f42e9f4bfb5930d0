#include <gtest/gtest.h>
#include <lingan/metrics/memory/edit_distance.h>
#include <lingan/metrics/memory/token_signature.h>

#include <algorithm>
#include <cmath>

#include "tests/metrics/words.h"

namespace lingan::metrics::token_signature_test {
namespace {

using lingan::testing::random_sentences;

TEST(TokenSignature, HasAtMostABitForEachTokenAndDoesNotDependOnOrder) {
  SignatureMaker signature_of(50);
  const SentenceList sentences = random_sentences(1, 300, 50);
  for (int64_t i = 0; i < sentences.size(); ++i) {
    std::vector<int32_t> tokens(sentences[i].begin(), sentences[i].end());
    const TokenSignature signature = signature_of(tokens);
    EXPECT_EQ(signature.length, static_cast<int32_t>(tokens.size()));
    EXPECT_LE(signature.bits(), signature.length);
    std::ranges::reverse(tokens);
    EXPECT_EQ(signature_of(tokens).words, signature.words);
  }
}

TEST(TokenSignature, TellsHowOftenATokenOccurs) {
  SignatureMaker signature_of(2);
  EXPECT_EQ(signature_of(std::vector<int32_t>(4, 1)).bits(), 4);
}

TEST(TokenSignature, BoundsTheEditDistanceFromBelowAndOftenClosely) {
  constexpr int32_t kWords = 12;
  SignatureMaker signature_of(kWords);
  EditDistance edits(kWords);
  const SentenceList sentences = random_sentences(2, 400, kWords);
  int64_t positive = 0;
  for (int64_t length = 0; length <= 12; ++length) {
    std::vector<uint64_t> first, second;
    std::vector<uint8_t> set;
    std::vector<int64_t> members;
    for (int64_t i = 0; i < sentences.size(); ++i) {
      if (sentences.length(i) != length) continue;
      const TokenSignature signature = signature_of(sentences[i]);
      members.push_back(i);
      first.push_back(signature.words[0]);
      second.push_back(signature.words[1]);
      set.push_back(static_cast<uint8_t>(signature.bits()));
    }
    std::vector<uint8_t> bounds(members.size());
    for (int64_t query = 0; query < 50; ++query) {
      edits.set_pattern(sentences[query]);
      const uint8_t smallest =
          bound_distances(signature_of(sentences[query]),
                          {first.data(), second.data(), set.data(),
                           static_cast<int64_t>(members.size()), static_cast<int32_t>(length)},
                          bounds.data());
      EXPECT_EQ(smallest, *std::ranges::min_element(bounds));
      for (size_t i = 0; i < members.size(); ++i) {
        const int32_t distance = edits.distance(sentences[members[i]], 1000);
        EXPECT_LE(bounds[i], distance);
        EXPECT_GE(bounds[i], std::abs(sentences.length(query) - length));
        positive += 2 * bounds[i] > distance;
      }
    }
  }
  EXPECT_GT(positive, 50 * 400 * 3 / 4);
}

TEST(TokenSignature, TellsBoundsUpTo255) {
  const uint64_t none = 0;
  const uint8_t bits = 0;
  uint8_t bound = 0;
  EXPECT_EQ(bound_distances({.length = 1000}, {&none, &none, &bits, 1, 3}, &bound), 255);
  EXPECT_EQ(bound, 255);
}

}  // namespace
}  // namespace lingan::metrics::token_signature_test
