#include <lingan/metrics/yardsticks/anchors.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/token_line.h>
#include <lingan/metrics/yardsticks/yardsticks.h>

#include <algorithm>
#include <cmath>

#include "tests/metrics/words.h"

namespace lingan::metrics::anchors_test {
namespace {

using Lines = std::vector<std::string>;

const Protocol& protocol(const char* name) { return find_card(protocols(), name, "protocol"); }

/// Sentences of three words of their own: `xN0 xN1 xN2`.
Lines own_words(const std::string& x, int count) {
  Lines lines;
  for (int i = 0; i < count; ++i) {
    const std::string word = x + std::to_string(i);
    lines.push_back(word + "a " + word + "b " + word + "c");
  }
  return lines;
}

EvaluationSentences sentences(int hypotheses, int references) {
  return split_texts(
      {.hypotheses = own_words("h", hypotheses), .references = own_words("r", references)},
      "whitespace");
}

Lines sorted(Lines lines) {
  std::ranges::sort(lines);
  return lines;
}

Lines words_of(const Lines& lines) {
  Lines words;
  for (const auto& line : lines) {
    for (const auto word : tokens_of_line(line)) words.emplace_back(word);
  }
  return sorted(words);
}

TEST(AnchorSentences, AreAsManyOfEachAndTheRestAreReferences) {
  const auto anchors = anchor_sentences(sentences(5, 40), protocol("exact"));
  for (const auto* one : {&anchors.sample, &anchors.real, &anchors.shuffled}) {
    EXPECT_EQ(one->hypotheses.size(), 5);
    EXPECT_EQ(one->texts->hypotheses.size(), 5u);
    EXPECT_EQ(one->references->size(), 35);
    EXPECT_EQ(one->texts->references->size(), 35u);
  }
  EXPECT_EQ(sorted(anchors.sample.texts->hypotheses), own_words("h", 5));
  Lines all = anchors.real.texts->hypotheses;
  all.insert(all.end(), anchors.real.texts->references->begin(),
             anchors.real.texts->references->end());
  EXPECT_EQ(sorted(all), sorted(own_words("r", 40)));
}

TEST(AnchorSentences, AreHalfOfFewReferences) {
  const auto anchors = anchor_sentences(sentences(100, 21), protocol("exact"));
  EXPECT_EQ(anchors.sample.hypotheses.size(), 10);
  EXPECT_EQ(anchors.real.hypotheses.size(), 10);
  EXPECT_EQ(anchors.real.references->size(), 11);
}

TEST(AnchorSentences, KeepWordsAndLengthsWhereTheyAreShuffled) {
  auto all = sentences(9, 30);
  all.texts->references->at(3) = "one";
  all = split_texts(*all.texts, "whitespace");
  const auto anchors = anchor_sentences(all, protocol("exact"));
  const Lines& real = anchors.real.texts->hypotheses;
  const Lines& shuffled = anchors.shuffled.texts->hypotheses;
  EXPECT_NE(real, shuffled);
  EXPECT_EQ(words_of(real), words_of(shuffled));
  EXPECT_EQ(anchors.real.hypotheses.offsets, anchors.shuffled.hypotheses.offsets);
  // Ids and text are shuffled alike.
  const auto again = split_texts({.hypotheses = real, .references = shuffled}, "whitespace");
  const auto ids = [&](const SentenceList& list, int64_t sentence, int64_t word) {
    return list[sentence][static_cast<size_t>(word)];
  };
  for (int64_t a = 0; a < again.hypotheses.size(); ++a) {
    for (int64_t b = 0; b < again.references->size(); ++b) {
      EXPECT_EQ(ids(again.hypotheses, a, 0) == ids(*again.references, b, 0),
                ids(anchors.real.hypotheses, a, 0) == ids(anchors.shuffled.hypotheses, b, 0));
    }
  }
}

TEST(AnchorSentences, KeepListsOfTokensAsTheyAre) {
  const Lines lists = {token_line(Lines{"a b", "c"}), token_line(Lines{"d"})};
  const auto all = split_texts({.hypotheses = {"x"}, .references = lists}, "whitespace");
  const auto anchors = anchor_sentences(all, protocol("exact"));
  EXPECT_TRUE(is_token_line(anchors.shuffled.texts->hypotheses.at(0)));
}

TEST(AnchorSentences, NeedTwoReferencesThatAreNoPairs) {
  EXPECT_THROW(anchor_sentences(sentences(3, 1), protocol("exact")), InputError);
  EXPECT_THROW(anchor_sentences(sentences(3, 3), protocol("paired")), UsageError);
  EvaluationSentences all = sentences(3, 3);
  all.references.reset();
  EXPECT_THROW(anchor_sentences(all, protocol("exact")), UsageError);
}

TEST(Anchors, AreOneAndLessForTextThatRepeatsItself) {
  Lines real(40, "a b c d e");
  const auto all =
      split_texts({.hypotheses = {"a b x", "y", "a"}, .references = real}, "whitespace");
  const auto values = evaluate_with({.anchors = true}, all, {.metrics = {"bleu-2", "distinct-1"}});
  const Anchors& bleu = *values[0].anchors;
  EXPECT_EQ(bleu.hypotheses, 3);
  EXPECT_EQ(bleu.references, 37);
  EXPECT_DOUBLE_EQ(bleu.value, values[0].value);
  EXPECT_EQ(bleu.real, 1);
  EXPECT_LT(bleu.shuffled, 1);
  const Anchors& distinct = *values[1].anchors;
  EXPECT_EQ(distinct.references, 0);
  EXPECT_DOUBLE_EQ(distinct.value, 4.0 / 5);
  EXPECT_DOUBLE_EQ(distinct.real, 5.0 / 15);
  EXPECT_DOUBLE_EQ(distinct.shuffled, 5.0 / 15);
}

TEST(Anchors, OfVectorsHaveNoShuffledText) {
  EvaluationSentences vectors;
  const std::vector<double> numbers = {1, 2, 0, 1, 3, 1, 2, 2, 5, 1, 0, 7};
  vectors.vectors = {.hypotheses = {.width = 2, .values = {1, 0, 0, 1, 2, 1}},
                     .references = {.width = 2, .values = numbers}};
  const auto value = evaluate_with({.anchors = true}, vectors, {.metrics = {"frechet"}}).at(0);
  EXPECT_EQ(value.anchors->hypotheses, 3);
  EXPECT_EQ(value.anchors->references, 3);
  EXPECT_GE(value.anchors->real, 0);
  EXPECT_TRUE(std::isnan(value.anchors->shuffled));
}

}  // namespace
}  // namespace lingan::metrics::anchors_test
