#include <lingan/metrics/yardsticks/intervals.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/yardsticks/yardsticks.h>

#include <cmath>
#include <map>

#include "tests/metrics/words.h"

namespace lingan::metrics::intervals_test {
namespace {

using ::testing::HasSubstr;
using Lines = std::vector<std::string>;

std::string line_of(std::span<const int32_t> sentence) {
  std::string line;
  for (const int32_t id : sentence) line += (line.empty() ? "w" : " w") + std::to_string(id);
  return line;
}

Lines lines_of(const SentenceList& sentences) {
  Lines lines;
  for (int64_t i = 0; i < sentences.size(); ++i) lines.push_back(line_of(sentences[i]));
  return lines;
}

SentenceVectors vectors_of(uint64_t seed, int64_t size) {
  const RandomStream stream{.seed = seed};
  SentenceVectors vectors{.width = 3, .values = {}};
  for (uint64_t i = 0; i < static_cast<uint64_t>(3 * size); ++i) {
    vectors.values.push_back(stream.uniform(i, 0) - .3);
  }
  return vectors;
}

EvaluationSentences sentences() {
  EvaluationTexts texts{.hypotheses = lines_of(testing::random_sentences(1, 60, 7)),
                        .references = lines_of(testing::random_sentences(2, 80, 7)),
                        .training = lines_of(testing::random_sentences(3, 50, 7))};
  EvaluationSentences sentences = split_texts(std::move(texts), "whitespace");
  sentences.vectors = {.hypotheses = vectors_of(1, 60), .references = vectors_of(2, 80)};
  return sentences;
}

std::vector<MetricValue> measure(const Lines& metrics, const std::string& protocol = "exact") {
  return evaluate_with({.intervals = true}, sentences(),
                       {.metrics = metrics, .protocol = protocol, .max_order = 3});
}

Lines all_of_files() {
  Lines names;
  for (const MetricCard& card : metric_cards()) {
    const bool is_of_files = card.needs != Needs::kModel && card.needs != Needs::kGrammar;
    if (is_of_files && !card.trains_network) names.emplace_back(card.name);
  }
  return names;
}

TEST(Intervals, AreThereOfEveryMetricOrItSaysWhyNot) {
  for (const MetricValue& value : measure(all_of_files())) {
    ASSERT_TRUE(value.interval.has_value()) << value.name;
    const bool is_there = !value.interval->by.empty();
    EXPECT_EQ(is_there, value.note.empty()) << value.name << value.note;
    EXPECT_EQ(is_there, !std::isnan(value.interval->low)) << value.name;
    if (!is_there) continue;
    EXPECT_LE(value.interval->low, value.value) << value.name;
    EXPECT_GE(value.interval->high, value.value) << value.name;
    // No sentence repeats a 4-gram, and every word of the references is there.
    if (value.value == 0 || value.value == 1) continue;
    EXPECT_LT(value.interval->low, value.interval->high) << value.name;
  }
}

TEST(Intervals, AreOfTheSumsThatGiveTheValue) {
  const auto all = sentences();
  EvaluationOptions options;
  EvaluationCounts counts(all, options, 8);
  int checked = 0;
  for (const MetricCard& card : metric_cards()) {
    const bool has_inputs = card.needs != Needs::kGrammar && !card.trains_network;
    if (card.sums == nullptr || !has_inputs) continue;
    const MetricName metric{&card, card.first_order == 0 ? 0 : 3};
    const SentenceSums sums = card.sums(counts, metric.order);
    EXPECT_EQ(sums.size(), all.hypotheses.size()) << card.name;
    std::vector<double> totals(static_cast<size_t>(sums.columns));
    for (size_t i = 0; i < sums.values.size(); ++i) totals[i % totals.size()] += sums.values[i];
    EXPECT_NEAR(sums.score(totals), card.value(counts, metric.order), 1e-12) << card.name;
    ++checked;
  }
  EXPECT_GE(checked, 9);
}

TEST(Intervals, AreBootstrappedWhereSentencesAreIndependentSummands) {
  std::map<std::string, std::string> by;
  for (const MetricValue& value :
       measure({"bleu-2", "corpus-bleu", "chrf2", "novelty", "rep-2", "self-bleu-2", "distinct-2",
                "unique", "frechet", "kn-lm", "kn-reverse-lm", "backward-bleu-2"})) {
    by[value.name] = value.interval->by;
  }
  for (const char* name : {"bleu-2", "corpus-bleu", "chrf2", "novelty", "rep-2", "kn-lm"}) {
    EXPECT_EQ(by[name], "bootstrap") << name;
  }
  for (const char* name :
       {"self-bleu-2", "distinct-2", "unique", "frechet", "kn-reverse-lm", "backward-bleu-2"}) {
    EXPECT_EQ(by[name], "jackknife") << name;
  }
}

TEST(Intervals, AreNotOfProtocolsThatMeasureTheFirstAlone) {
  const auto values = measure({"self-bleu-2", "bleu-2", "distinct-1"}, "textgan");
  EXPECT_THAT(values[0].note, HasSubstr("textgan"));
  EXPECT_EQ(values[1].interval->by, "bootstrap");
  EXPECT_EQ(values[2].interval->by, "jackknife");
}

// sacreBLEU 2.6.0: BLEU(force=True), CHRF(), CHRF(word_order=2), corpus_score(.., n_bootstrap=1000)
// gives half of each width in single precision.
TEST(Intervals, AreAsWideAsThoseOfSacrebleu) {
  const EvaluationTexts texts{
      .hypotheses = {"the cat sat on a mat", "a dog runs in a park", "three boats left the harbour",
                     "the kettle boils", "she reads the book by a window", "the clock is old"},
      .references = {{"the cat sat on the mat", "a dog runs in the park",
                      "three boats leave the harbour", "the kettle boils on the stove",
                      "she reads a book by the window", "the old clock is slow"}}};
  const auto values =
      evaluate_with({.intervals = true}, split_texts(texts, "whitespace"),
                    {.metrics = {"sacrebleu", "chrf2", "chrf++"}, .protocol = "paired"});
  const std::vector<double> expected = {15.614813656672448, 7.6073627, 6.734644};
  for (size_t i = 0; i < expected.size(); ++i) {
    const ConfidenceInterval& interval = *values[i].interval;
    EXPECT_NEAR((interval.high - interval.low) / 2, expected[i], 1e-4) << values[i].name;
  }
}

TEST(Intervals, AreNotOfAValueThatThereIsNot) {
  EvaluationSentences one;
  one.hypotheses.append(std::vector<int32_t>{1, 2});
  const auto values =
      evaluate_with({.intervals = true}, one, {.metrics = {"self-bleu-2", "unique", "rep-1"}});
  EXPECT_EQ(values[0].note, "Self-BLEU needs at least two sentences");
  EXPECT_THAT(values[1].note, HasSubstr("at least 40 hypotheses"));
  EXPECT_THAT(values[2].note, HasSubstr("no interval: an interval needs at least two sentences"));
}

}  // namespace
}  // namespace lingan::metrics::intervals_test
