#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/yardsticks/yardsticks.h>

namespace lingan::metrics::network_lm_test {
namespace {

/// Says that every token costs as many nats as it has learnt sentences; a sentence's vector is its
/// length and its first word.
class CountingModel : public LanguageModel {
 public:
  /// @param encoded  counts the lists of which vectors are asked for.
  CountingModel(int64_t learnt, int& encoded) : learnt_(learnt), encoded_(encoded) {}

  SentenceLogProbabilities log_probabilities(const SentenceList& sentences) const override {
    SentenceLogProbabilities result{.log_probabilities = {}, .lengths = {}, .width = 9};
    for (int64_t i = 0; i < sentences.size(); ++i) {
      result.lengths.push_back(static_cast<int32_t>(sentences.length(i)) + 1);
    }
    result.log_probabilities.assign(result.lengths.size() * 9, static_cast<float>(-learnt_));
    return result;
  }

  SentenceVectors vectors(const SentenceList& sentences) const override {
    ++encoded_;
    SentenceVectors vectors{.width = 2, .values = {}};
    for (int64_t i = 0; i < sentences.size(); ++i) {
      vectors.values.push_back(static_cast<double>(sentences.length(i)));
      vectors.values.push_back(sentences[i].front());
    }
    return vectors;
  }

 private:
  int64_t learnt_;
  int& encoded_;
};

struct Counts {
  int trained = 0;
  int encoded = 0;
};

LanguageModelTrainer counting_trainer(Counts& counts) {
  return [&counts](const SentenceList& learnt) {
    ++counts.trained;
    return std::make_shared<CountingModel>(learnt.size(), counts.encoded);
  };
}

EvaluationSentences small_sentences(int32_t hypotheses = 3) {
  EvaluationSentences sentences{.references = SentenceList(), .tokenization = "whitespace"};
  for (int32_t i = 0; i < hypotheses; ++i)
    sentences.hypotheses.append(std::vector<int32_t>{i, 2, 3});
  for (int32_t i = 0; i < 4; ++i) sentences.references->append(std::vector<int32_t>{i + 1, i});
  return sentences;
}

TEST(NetworkLm, MeasuresTheOnesByAModelOfTheOthers) {
  Counts counts;
  const auto values = evaluate(small_sentences(), {.metrics = {"lm", "reverse-lm"},
                                                   .language_model = counting_trainer(counts)});
  EXPECT_EQ(values[0].value, 4) << "learnt from four references";
  EXPECT_EQ(values[1].value, 3);
  EXPECT_TRUE(values[0].signature.starts_with("hyps:3|refs:4|tok:whitespace|version:"));
}

TEST(NetworkLm, NeedsAModel) {
  EXPECT_THROW(evaluate(small_sentences(), {.metrics = {"lm"}}), UsageError);
}

TEST(NetworkLm, HasTheIntervalOfABootstrapOverSentences) {
  Counts counts;
  const auto values =
      evaluate_with({.intervals = true}, small_sentences(),
                    {.metrics = {"lm"}, .language_model = counting_trainer(counts)});
  EXPECT_EQ(values[0].interval->by, "bootstrap");
  EXPECT_EQ(values[0].interval->low, 4) << "of the model every token costs the same";
}

/// Means (3, 1) and (2, 2.5); both lengths always the same; first words 0, 1, 2 and 1, 2, 3, 4.
TEST(NetworkLm, GivesVectorsWhereNoneAreGiven) {
  Counts counts;
  const EvaluationOptions options{.metrics = {"lm", "frechet", "frechet-floor"},
                                  .language_model = counting_trainer(counts)};
  const auto values = evaluate(small_sentences(), options);
  const double deviations = 1 - std::sqrt(5.0 / 3);
  EXPECT_NEAR(values[1].value, 1 + 1.5 * 1.5 + deviations * deviations, 1e-9);
  EXPECT_EQ(counts.trained, 1) << "of lm and of the vectors";
  EXPECT_TRUE(values[1].signature.starts_with(
      "hyps:3|refs:4|encoder:lstm-of-refs|tok:whitespace|width:2|version:"))
      << values[1].signature;
  EXPECT_NE(values[1].note, "") << "values by other encoders cannot be compared with it";
}

TEST(NetworkLm, EncodesSentencesOnceForAllGroupsOfAJackknife) {
  Counts counts;
  const auto values =
      evaluate_with({.intervals = true}, small_sentences(60),
                    {.metrics = {"frechet"}, .language_model = counting_trainer(counts)});
  EXPECT_EQ(values[0].interval->by, "jackknife");
  EXPECT_LT(values[0].interval->low, values[0].interval->high);
  EXPECT_EQ(counts.trained, 1);
  EXPECT_EQ(counts.encoded, 2) << "hypotheses and references";
}

TEST(NetworkLm, GivesNoVectorsInThePlaceOfGivenOnes) {
  Counts counts;
  EvaluationSentences sentences = small_sentences();
  sentences.vectors = VectorPair{.hypotheses = {.width = 1, .values = {1, 2}},
                                 .references = {.width = 1, .values = {1, 2}}};
  const auto values =
      evaluate(sentences, {.metrics = {"frechet"}, .language_model = counting_trainer(counts)});
  EXPECT_NEAR(values[0].value, 0, 1e-12);
  EXPECT_EQ(values[0].note, "");
  EXPECT_EQ(counts.trained, 0);
}

}  // namespace
}  // namespace lingan::metrics::network_lm_test
