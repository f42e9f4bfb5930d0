#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/self_bleu.h>

#include "tests/metrics/bleu_cases.h"

namespace lingan::metrics::self_bleu_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

class NltkSelfBleu : public BleuCases {};
INSTANTIATE_TEST_SUITE_P(Files, NltkSelfBleu, both_files(), file_name);

TEST_P(NltkSelfBleu, ScoresAgree) {
  ASSERT_FALSE(cases()["self_bleu"].empty());
  for (const auto& [name, item] : cases()["self_bleu"].items()) {
    const SentenceList sentences = WordIds().list(item["tokens"].get<std::vector<Words>>());
    const NgramMatches counts = match_others(sentences, 5);
    EXPECT_EQ(item["expected"].size(), 15U);
    for (const auto& [key, expected] : item["expected"].items()) {  // self_bleu2_method1
      const BleuOptions options = options_of(key.substr(0, key.find("_method")), key);
      EXPECT_NEAR(self_bleu(sentences, options), expected["mean"].get<double>(), kTolerance)
          << name << key;
      const auto scores = sentence_bleu(counts, options);
      ASSERT_EQ(scores.size(), expected["per_sentence"].size());
      for (size_t i = 0; i < scores.size(); ++i) {
        expect_score(scores[i], expected["per_sentence"][i], name + key);
      }
    }
  }
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

}  // namespace
}  // namespace lingan::metrics::self_bleu_test
