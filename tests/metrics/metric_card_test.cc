#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/evaluation_text.h>

namespace lingan::metrics::metric_card_test {
namespace {

/// Three hypotheses, two of which are equal and in the training text, over two references.
const EvaluationSentences& sentences() {
  static const EvaluationSentences all =
      split_texts({.hypotheses = {"a b c d e", "x y z", "a b c d e"},
                   .references = {{"a b c d f", "x y w"}},
                   .training = {{"a b c d e", "q"}}},
                  "whitespace");
  return all;
}

double value_of(const std::string& name) {
  return evaluate(sentences(), {.metrics = {name}}).at(0).value;
}

/// 8 different words of 13, 6 different pairs of 10; counted by hand.
TEST(SentenceMetricCards, HaveHandComputedValues) {
  EXPECT_DOUBLE_EQ(value_of("distinct-1"), 8.0 / 13);
  EXPECT_DOUBLE_EQ(value_of("distinct-2"), 6.0 / 10);
  EXPECT_DOUBLE_EQ(value_of("unique"), 2.0 / 3);
  EXPECT_DOUBLE_EQ(value_of("novelty"), 1.0 / 3);
  EXPECT_DOUBLE_EQ(value_of("bleu-1"), (4.0 / 5 + 2.0 / 3 + 4.0 / 5) / 3);
  const double of_twin = 1, of_stranger = 0;
  EXPECT_NEAR(value_of("self-bleu-1"), (of_twin + of_stranger + of_twin) / 3, 1e-9);
}

/// n-grams of all sentences together; a sentence of three words counts as one 4-gram, as NLTK has
/// it.
TEST(SentenceMetricCards, HaveTheCorpusBleuOfTheDefinition) {
  const double product = 10.0 / 13 * 7 / 10 * 4 / 7 * 2 / 5;
  EXPECT_NEAR(value_of("corpus-bleu"), std::pow(product, 0.25), 1e-12);
}

TEST(SentenceMetricCards, SayWhatAMetricNeeds) {
  EvaluationSentences alone = sentences();
  alone.references.reset();
  alone.training.reset();
  for (const char* name : {"bleu-2", "corpus-bleu", "novelty"}) {
    EXPECT_THROW(evaluate(alone, {.metrics = {name}}), UsageError) << name;
  }
  for (const char* name : {"self-bleu-2", "distinct-1", "unique"}) {
    EXPECT_NO_THROW(evaluate(alone, {.metrics = {name}})) << name;
  }
}

}  // namespace
}  // namespace lingan::metrics::metric_card_test
