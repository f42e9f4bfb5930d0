#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::backward_bleu_card_test {
namespace {

using lingan::testing::GuideSentences;

double value_of(const EvaluationSentences& sentences, const std::string& name,
                const std::string& protocol = "exact") {
  return evaluate(sentences, {.metrics = {name}, .protocol = protocol}).at(0).value;
}

TEST(BackwardBleu, IsTheMeanOfNltkOverTheReferences) {
  const GuideSentences guide;
  const EvaluationSentences sentences{.hypotheses = guide.hypotheses,
                                      .references = guide.references};
  // NLTK 3.10.4: mean of sentence_bleu(hypotheses, r, (1/n,)*n, method1) over the references r
  const double backward[] = {0.5527590615474272, 0.38114414896996207, 0.2471030200618313,
                             0.17931697596486065, 0.13891850978129833};
  // scipy 1.17.1: stats.hmean([bleu, backward])
  const double f1[] = {0.5256490209548302, 0.38169478174699584, 0.2784465929529644,
                       0.211669413392069, 0.16451443115082243};
  for (int order = 1; order <= 5; ++order) {
    const std::string n = std::to_string(order);
    EXPECT_NEAR(value_of(sentences, "backward-bleu-" + n), backward[order - 1], 1e-12);
    EXPECT_NEAR(value_of(sentences, "bleu-f1-" + n), f1[order - 1], 1e-12);
  }
}

TEST(BackwardBleu, IsBleuWithTheRolesExchangedUnderAProtocol) {
  const EvaluationSentences sentences{.hypotheses = lingan::testing::random_sentences(1, 300, 20),
                                      .references = lingan::testing::random_sentences(2, 700, 20)};
  const EvaluationSentences exchanged{.hypotheses = slice(*sentences.references, 0, 500),
                                      .references = sentences.hypotheses};
  EXPECT_EQ(value_of(sentences, "backward-bleu-2", "texygen"), value_of(exchanged, "bleu-2"));
}

TEST(BackwardBleu, PairsLinesUnderTheProtocolThatDoes) {
  const EvaluationSentences sentences{.hypotheses = lingan::testing::random_sentences(1, 60, 5),
                                      .references = lingan::testing::random_sentences(2, 60, 5)};
  const EvaluationSentences exchanged{.hypotheses = *sentences.references,
                                      .references = sentences.hypotheses};
  EXPECT_EQ(value_of(sentences, "backward-bleu-2", "paired"),
            value_of(exchanged, "bleu-2", "paired"));
  EvaluationSentences uneven = sentences;
  uneven.hypotheses = slice(uneven.hypotheses, 0, 59);
  EXPECT_THROW(value_of(uneven, "backward-bleu-2", "paired"), InputError);
}

TEST(BackwardBleu, IsNothingWithoutACommonWordAndThenTheF1IsToo) {
  lingan::testing::WordIds ids;
  const EvaluationSentences sentences{.hypotheses = ids.list({{"a", "b"}}),
                                      .references = ids.list({{"c", "d"}})};
  EXPECT_EQ(value_of(sentences, "backward-bleu-2"), 0);
  EXPECT_EQ(value_of(sentences, "bleu-f1-2"), 0);
}

TEST(BackwardBleu, HasNoValueWithoutAReference) {
  GuideSentences guide;
  const EvaluationSentences sentences{.hypotheses = guide.hypotheses,
                                      .references = guide.ids.list({{}})};
  for (const std::string name :
       {"backward-bleu-2", "bleu-f1-2", "ms-jaccard-2", "coverage-1", "length-distance"}) {
    const auto value = evaluate(sentences, {.metrics = {name}}).at(0);
    EXPECT_TRUE(std::isnan(value.value)) << name;
    EXPECT_THAT(value.note, ::testing::HasSubstr("no reference")) << name;
  }
}

}  // namespace
}  // namespace lingan::metrics::backward_bleu_card_test
