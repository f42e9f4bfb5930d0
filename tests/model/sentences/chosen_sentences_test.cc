#include <lingan/model/sentences/chosen_sentences.h>

#include <gtest/gtest.h>

namespace lingan::chosen_sentences_test {
namespace {

Sentences three_sentences() {
  Sentences sentences;
  sentences.tokens = torch::tensor({{4, 5}, {6, 1}, {7, 8}}, torch::kInt64);
  sentences.lengths = torch::tensor({2, 1, 2}, torch::kInt64);
  sentences.labels = torch::tensor({0, 1, 2}, torch::kInt64);
  return sentences;
}

TEST(ChosenSentences, AreTheRowsWithTheirLengthsAndLabels) {
  const auto rows = torch::tensor({2, 1, 2}, torch::kInt64);
  const Sentences chosen = chosen_sentences(three_sentences(), rows);
  EXPECT_TRUE(torch::equal(chosen.tokens, torch::tensor({{7, 8}, {6, 1}, {7, 8}}, torch::kInt64)));
  EXPECT_TRUE(torch::equal(chosen.lengths, torch::tensor({2, 1, 2}, torch::kInt64)));
  EXPECT_TRUE(torch::equal(chosen.labels, rows));
}

TEST(ChosenSentences, HaveNoLabelsWhereTheBatchHasNone) {
  Sentences sentences = three_sentences();
  sentences.labels = torch::Tensor();
  EXPECT_FALSE(sentences_in_turn(sentences, 0, 1).labels.defined());
}

TEST(ChosenSentences, InTurnBeginAgainAfterTheLast) {
  const Sentences chosen = sentences_in_turn(three_sentences(), 4, 5);
  EXPECT_TRUE(torch::equal(chosen.labels, torch::tensor({1, 2, 0, 1, 2}, torch::kInt64)));
  EXPECT_TRUE(torch::equal(chosen.lengths, torch::tensor({1, 2, 2, 1, 2}, torch::kInt64)));
}

}  // namespace
}  // namespace lingan::chosen_sentences_test
