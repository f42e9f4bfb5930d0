#include <lingan/metrics/language_model/learnt_model.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/metrics/language_model/ngram_likelihood.h>

namespace lingan::metrics::learnt_model_test {
namespace {

SentenceList sentences(const std::vector<std::vector<int32_t>>& rows) {
  SentenceList list;
  for (const auto& row : rows) list.append(row);
  return list;
}

TEST(ModelWords, NumberWordsAsTheyCome) {
  ModelWords words;
  EXPECT_THAT(words.learn(sentences({{90, 7}, {7, 0}})).ids, ::testing::ElementsAre(3, 4, 4, 5));
  EXPECT_EQ(words.size(), 6);
  EXPECT_THAT(words.words(std::vector<int32_t>{0, 8, 90}), ::testing::ElementsAre(5, 0, 3));
}

// KenLM 0.3.0: printf 'a b\n' | lmplz -o 5 --discount_fallback > m.arpa
// kenlm.Model("m.arpa").score("a b")
TEST(LearnModel, GivesThatOfKenlm) {
  const LearntModel learnt = learn_model(sentences({{70, 2}}), 5);
  const NgramLikelihood likelihood(learnt.model);
  EXPECT_NEAR(likelihood.log10_probability(learnt.words.words(std::vector<int32_t>{70, 2})),
              -0.31478679, 1e-6);
}

}  // namespace
}  // namespace lingan::metrics::learnt_model_test
