#include <lingan/metrics/language_model/kneser_ney.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/parallel.h>

#include "tests/metrics/language_model/models.h"

namespace lingan::metrics::kneser_ney_test {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(KneserNey, GivesWhatIsComputedByHand) {
  // All counts are 1 and all discounts 1/2. Of the 3 predicted words each has (1 - 1/2) / 3, and
  // the 3 halves left over go to 4 words.
  const auto values = values_of(model_of("a b\n", 2));
  ASSERT_EQ(values.size(), 8);
  const double word = 0.5 / 3 + 0.5 / 4;
  EXPECT_NEAR(values.at("a").first, std::log10(word), 1e-6);
  EXPECT_NEAR(values.at("</s>").first, std::log10(word), 1e-6);
  EXPECT_NEAR(values.at("<unk>").first, std::log10(0.5 / 4), 1e-6);
  EXPECT_EQ(values.at("<s>").first, 0);
  EXPECT_NEAR(values.at("<s>").second, std::log10(0.5), 1e-6);
  EXPECT_EQ(values.at("</s>").second, 0);
  EXPECT_NEAR(values.at("a b").first, std::log10(0.5 + 0.5 * word), 1e-6);
}

// tests/metrics/language_model/small.arpa is what KenLM 0.3.0 printed:
//   lmplz -o 3 --discount_fallback < small.txt > small.arpa
// Its discounts of bigrams come from the text, and need the last bigram counted as lmplz does.
TEST(KneserNey, AgreesWithLmplz) {
  const auto expected = values_of(read_arpa(model_file("small.arpa")));
  const auto actual = values_of(model_of(read_file(model_file("small.txt")), 3));
  ASSERT_EQ(actual.size(), 55);
  ASSERT_EQ(actual.size(), expected.size());
  for (const auto& [ngram, value] : expected) {
    ASSERT_TRUE(actual.contains(ngram)) << ngram;
    EXPECT_NEAR(actual.at(ngram).first, value.first, 1e-6) << ngram;
    EXPECT_NEAR(actual.at(ngram).second, value.second, 1e-6) << ngram;
  }
}

// printf 'a b\n' | lmplz -o 5 --discount_fallback
TEST(KneserNey, HasNoNgramsOfAnOrderAboveTheSentences) {
  const WordModel model = model_of("a b\n", 5);
  EXPECT_EQ(model.ngrams.order(), 5);
  EXPECT_EQ(model.ngrams.size(4), 1);
  EXPECT_EQ(model.ngrams.size(5), 0);
  EXPECT_NEAR(values_of(model).at("<s> a b </s>").first, -0.04026316, 1e-6);
}

// printf 'a a b\nc\n' | lmplz -o 1 --discount_fallback
TEST(KneserNey, OfUnigramsHasNoBackOffs) {
  const auto values = values_of(model_of("a a b\nc\n", 1));
  ASSERT_EQ(values.size(), 6);
  EXPECT_NEAR(values.at("a").first, -0.57403123, 1e-6);
  EXPECT_NEAR(values.at("b").first, -0.7367586, 1e-6);
  EXPECT_EQ(values.at("a").second, 0);
}

TEST(KneserNey, GivesProbabilitiesThatSumToOneAfterEveryContext) {
  const WordModel model = model_of(read_file(model_file("small.txt")), 3);
  const auto values = values_of(model);
  for (const std::string context : {"", "the ", "cat ", "<s> ", "zebra "}) {
    double sum = 0;
    for (int32_t word = 0; word < model.words.size(); ++word) {
      if (word == kSentenceBegin) continue;
      const std::string text(model.words.word(word));
      const auto known = values.find(context + text);
      const auto before = values.find(context.substr(0, context.empty() ? 0 : context.size() - 1));
      const double backoff = before == values.end() ? 0 : before->second.second;
      sum += std::pow(
          10, known == values.end() ? backoff + values.at(text).first : known->second.first);
    }
    EXPECT_NEAR(sum, 1, 1e-5) << context;
  }
}

TEST(KneserNey, DoesNotDependOnThreads) {
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    for (int k = 1; k < 4000; k *= 3) text += std::to_string(i * k % 97) + ' ';
    text += '\n';
  }
  set_thread_count(1);
  const WordModel alone = model_of(text, 5);
  set_thread_count(4);
  const WordModel together = model_of(text, 5);
  set_thread_count(0);
  EXPECT_EQ(alone.ngrams.contexts, together.ngrams.contexts);
  EXPECT_EQ(alone.ngrams.log10_probability, together.ngrams.log10_probability);
  EXPECT_EQ(alone.ngrams.log10_backoff, together.ngrams.log10_backoff);
}

TEST(KneserNey, SaysThatATextIsTooSmall) {
  SentenceList sentences;
  sentences.append(std::vector<int32_t>{3, 4});
  EXPECT_THAT([&] { estimate_kneser_ney(sentences, 5, {}); },
              ThrowsMessage<InputError>(HasSubstr("or `discount_fallback`")));
  EXPECT_THROW(estimate_kneser_ney({}, 3, {.discount_fallback = true}), InputError);
}

TEST(KneserNey, RefusesOrdersOutOfRange) {
  for (const int order : {-1, 0, 7}) {
    EXPECT_THROW(model_of("a b\n", order), UsageError) << order;
  }
}

}  // namespace
}  // namespace lingan::metrics::kneser_ney_test
