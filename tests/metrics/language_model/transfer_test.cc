#include <lingan/metrics/language_model/transfer.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>

namespace lingan::metrics::transfer_test {
namespace {

using Rows = std::vector<std::vector<int32_t>>;

SentenceList sentences(const Rows& rows) {
  SentenceList list;
  for (const auto& row : rows) list.append(row);
  return list;
}

/// `the NOUN is COLOUR` and `the NOUN is NUMBER`: nouns 10..15, colours 20..23, numbers 30..33.
SentenceList style(int32_t first) {
  SentenceList list;
  for (int32_t noun = 10; noun < 16; ++noun) {
    for (int32_t word = first; word < first + 4; ++word) {
      list.append(std::vector<int32_t>{1, noun, 2, word});
    }
  }
  return list;
}

const StyleModels& models() {
  static const StyleModels kModels(std::vector<SentenceList>{style(20), style(30)});
  return kModels;
}

TEST(StyleModels, TellStylesApart) {
  EXPECT_EQ(models().likeliest(std::vector<int32_t>{1, 12, 2, 21}), 0u);
  EXPECT_EQ(models().likeliest(std::vector<int32_t>{1, 12, 2, 31}), 1u);
  EXPECT_EQ(models().likeliest(std::vector<int32_t>{99}), 0u) << "as probable in both";
}

/// The metrics that `lingan eval` has give the same, of the sentences of one wanted style.
TEST(TransferScores, AreThoseOfTheMetricsThatAreThere) {
  const Rows sources = {{1, 10, 2, 20}, {1, 11, 2, 21}, {1, 12, 2, 22}, {1, 13, 2, 23}};
  const Rows rewritten = {{1, 10, 2, 30}, {1, 11, 2, 21}, {1, 14, 2, 32}, {1, 13, 2, 33, 33}};
  const TransferScores scores = transfer_scores(
      models(),
      {.rewritten = sentences(rewritten), .sources = sentences(sources), .styles = {1, 1, 1, 1}});
  EXPECT_DOUBLE_EQ(scores.accuracy, 0.75) << "the second is a copy";
  const auto bleu = evaluate({.hypotheses = sentences(rewritten), .references = sentences(sources)},
                             {.metrics = {"sacrebleu"}, .protocol = "paired"})[0];
  EXPECT_NEAR(scores.content_bleu, bleu.value, 1e-9);
  const auto fluency = evaluate({.hypotheses = sentences(rewritten), .references = style(30)},
                                {.metrics = {"kn-lm"}})[0];
  EXPECT_NEAR(scores.perplexity, std::exp(fluency.value), 1e-6);
}

TEST(TransferScores, AreOfTheStyleThatEachWasToHave) {
  const Rows copies = {{1, 10, 2, 20}, {1, 11, 2, 31}};
  const auto scores = [&](std::vector<int32_t> styles) {
    return transfer_scores(models(), {.rewritten = sentences(copies),
                                      .sources = sentences(copies),
                                      .styles = std::move(styles)});
  };
  EXPECT_DOUBLE_EQ(scores({0, 1}).accuracy, 1.0);
  EXPECT_DOUBLE_EQ(scores({1, 0}).accuracy, 0.0);
  EXPECT_DOUBLE_EQ(scores({1, 0}).content_bleu, 100.0) << "whoever copies keeps all content";
  EXPECT_LT(scores({0, 1}).perplexity, scores({1, 0}).perplexity / 2);
}

TEST(TransferScores, AreOfOneSentenceAtLeast) {
  EXPECT_THROW(transfer_scores(models(), {}), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::transfer_test
