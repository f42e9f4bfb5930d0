#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/bleu.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/protocol.h>

#include <utility>
#include <vector>

#include "tests/metrics/words.h"

namespace lingan::metrics::protocol_test {
namespace {

SentenceList numbered(int32_t count) {
  SentenceList list;
  for (int32_t i = 0; i < count; ++i) list.append(std::vector<int32_t>{i % 7, i % 5, i % 3});
  return list;
}

TEST(Protocols, TakeTheSentencesThatTheirProgramsTake) {
  const SentenceList many = numbered(6000);
  const auto self_count = [&](const char* name) {
    return count_self_bleu(find_card(protocols(), name, "protocol"), many, 2).size();
  };
  const auto bleu_count = [&](const char* name) {
    return count_bleu(find_card(protocols(), name, "protocol"), {many, many}, 2).size();
  };
  EXPECT_EQ(bleu_count("exact"), 6000);
  EXPECT_EQ(bleu_count("texygen"), 6000);
  EXPECT_EQ(bleu_count("textgan"), 200);
  EXPECT_EQ(bleu_count("relgan"), 100);
  EXPECT_EQ(bleu_count("leakgan"), 2000);
  EXPECT_EQ(self_count("exact"), 6000);
  EXPECT_EQ(self_count("texygen"), 500);
  EXPECT_EQ(self_count("textgan"), 200);
  EXPECT_EQ(self_count("relgan"), 200);
}

TEST(Protocols, DifferInWhatSelfBleuComparesWith) {
  SentenceList distinct_sentences;
  for (int32_t i = 0; i < 300; ++i)
    distinct_sentences.append(std::vector<int32_t>{2 * i, 2 * i + 1});
  const auto value = [&](const char* name) {
    return mean_sentence_bleu(
        count_self_bleu(find_card(protocols(), name, "protocol"), distinct_sentences, 2),
        bleu_of_order(2));
  };
  EXPECT_EQ(value("exact"), 0);
  EXPECT_EQ(value("textgan"), 0);
  EXPECT_EQ(value("relgan"), 1);
}

SentenceList empty_lines(int count) {
  SentenceList list;
  for (int i = 0; i < count; ++i) list.append(std::vector<int32_t>{});
  return list;
}

TEST(Protocols, RefuseTooFewOrUnpairedSentences) {
  EXPECT_THROW(count_self_bleu(find_card(protocols(), "textgan", "protocol"), numbered(200), 2),
               UsageError);
  EXPECT_THROW(count_self_bleu(find_card(protocols(), "exact", "protocol"), empty_lines(3), 2),
               NoValue);
  EXPECT_THROW(
      count_bleu(find_card(protocols(), "paired", "protocol"), {numbered(3), numbered(2)}, 2),
      InputError);
}

/// Values of NLTK 3.2.5's sentence_bleu without smoothing.
TEST(Protocols, OfLeakGanIsNltksOfItsTime) {
  testing::WordIds ids;
  const SentenceList references = ids.list({{"the", "cat", "sat", "on", "the", "mat"},
                                            {"a", "dog", "ran", "to", "the", "old", "house"}});
  const std::vector<std::pair<testing::Words, std::vector<double>>> cases = {
      {{"the", "cat", "ran", "to", "the", "mat"},
       {0.8944271909999159, 0.5848035476425733, 0.668740304976422, 0.7247796636776955}},
      {{"the", "old", "cat", "sat", "on", "a", "mat"},
       {0.7071067811865476, 0.464158883361278, 0.5623413251903491, 0.6309573444801932}},
      {{"dog", "the", "on", "cat"},
       {0.6065306597126334, 0.6065306597126334, 0.6065306597126334, 0.6065306597126334}},
      {{"mat"},
       {0.006737946999085467, 0.006737946999085467, 0.006737946999085467, 0.006737946999085467}},
      {{"zebra"}, {0, 0, 0, 0}},
      {{"a", "dog", "ran", "to", "the", "old", "house"}, {1, 1, 1, 1}},
  };
  const Protocol& protocol = find_card(protocols(), "leakgan", "protocol");
  for (const auto& [hypothesis, values] : cases) {
    const auto counts = count_bleu(protocol, {ids.list({hypothesis}), references}, 5);
    for (int order = 2; order <= 5; ++order) {
      EXPECT_NEAR(mean_sentence_bleu(counts, bleu_of_order(order, protocol.smoothing)),
                  values[order - 2], 1e-12)
          << hypothesis.front() << " " << order;
    }
  }
}

TEST(Protocols, PairLineByLine) {
  SentenceList hypotheses, references;
  for (int32_t i = 0; i < 3; ++i) {
    hypotheses.append(std::vector<int32_t>{i, 9});
    references.append(std::vector<int32_t>{2 - i, 9, 9});
  }
  const NgramMatches counts =
      count_bleu(find_card(protocols(), "paired", "protocol"), {hypotheses, references}, 1);
  EXPECT_EQ(counts.matches, (std::vector<int32_t>{1, 2, 1}));
  EXPECT_EQ(counts.reference_lengths, (std::vector<int32_t>{3, 3, 3}));
}

TEST(Protocols, AreFoundByTheirNames) {
  EXPECT_EQ(protocols().front().name, "exact");
  for (const Protocol& protocol : protocols()) {
    EXPECT_EQ(&find_card(protocols(), protocol.name, "protocol"), &protocol);
    EXPECT_FALSE(protocol.summary.empty()) << protocol.name;
    EXPECT_FALSE(protocol.paper.empty()) << protocol.name;
  }
}

TEST(Protocols, PairSeveralReferencesWithALine) {
  testing::WordIds ids;
  const SentenceList hypotheses = ids.list({{"a", "b"}, {"c", "d"}});
  const SentenceList references = ids.list({{"a"}, {"c"}, {"b", "c"}, {"a", "b", "x"}});
  const auto counts =
      count_bleu(find_card(protocols(), "paired", "protocol"), {hypotheses, references, 2}, 1);
  EXPECT_EQ(counts.matched(0, 1), 2);
  EXPECT_EQ(counts.matched(1, 1), 1);
  EXPECT_EQ(counts.reference_lengths, (std::vector<int32_t>{2, 1}));  // of 1 and 3 the shorter
  EXPECT_THROW(
      count_bleu(find_card(protocols(), "paired", "protocol"), {hypotheses, references, 3}, 1),
      InputError);
}

}  // namespace
}  // namespace lingan::metrics::protocol_test
