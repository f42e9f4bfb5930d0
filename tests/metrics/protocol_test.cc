#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/bleu.h>
#include <lingan/metrics/protocol.h>

namespace lingan::metrics {
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
    return count_bleu(find_card(protocols(), name, "protocol"), many, many, 2).size();
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

TEST(Protocols, RefuseTooFewOrUnpairedSentences) {
  EXPECT_THROW(count_self_bleu(find_card(protocols(), "textgan", "protocol"), numbered(200), 2),
               UsageError);
  EXPECT_THROW(
      count_bleu(find_card(protocols(), "paired", "protocol"), numbered(3), numbered(2), 2),
      InputError);
}

TEST(Protocols, PairLineByLine) {
  SentenceList hypotheses, references;
  for (int32_t i = 0; i < 3; ++i) {
    hypotheses.append(std::vector<int32_t>{i, 9});
    references.append(std::vector<int32_t>{2 - i, 9, 9});
  }
  const NgramMatches counts =
      count_bleu(find_card(protocols(), "paired", "protocol"), hypotheses, references, 1);
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

}  // namespace
}  // namespace lingan::metrics
