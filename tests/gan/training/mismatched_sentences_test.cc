#include <lingan/gan/training/mismatched_sentences.h>

#include <gtest/gtest.h>

#include <vector>

namespace lingan::mismatched_sentences_test {
namespace {

/// Four sentences of two words, the first of which is numbered.
Sentences numbered(int64_t first, const std::vector<int64_t>& sources) {
  Sentences sentences;
  sentences.tokens = torch::stack({torch::arange(first, first + 4), torch::full({4}, 2)}, 1);
  sentences.lengths = torch::tensor({2, 1, 2, 2}, torch::kInt64);
  sentences.labels = torch::tensor(sources);
  return sentences;
}

const Sentences kReal = numbered(3, {10, 11, 12, 13});

TEST(MismatchedSentences, AreTheShareOfTheFakes) {
  EXPECT_EQ(mismatched_rows(0.5, 64), 32);
  EXPECT_EQ(mismatched_rows(0.25, 6), 2);
  EXPECT_EQ(mismatched_rows(0.01, 6), 1) << "one at least";
  EXPECT_EQ(mismatched_rows(0.99, 6), 5) << "not all";
}

TEST(MismatchedSentences, AreRealOnesWithTheSourcesOfOthers) {
  const Sentences mixed = with_mismatched(numbered(7, {20, 21, 22, 23}), kReal, 0.5, {});
  EXPECT_TRUE(torch::equal(mixed.tokens.select(1, 0), torch::tensor({3, 4, 9, 10}, torch::kInt64)));
  EXPECT_TRUE(torch::equal(mixed.labels, torch::tensor({13, 10, 22, 23}, torch::kInt64)));
  EXPECT_TRUE(torch::equal(mixed.lengths, torch::tensor({2, 1, 2, 2}, torch::kInt64)));
}

TEST(MismatchedSentences, HaveTheFormOfFakes) {
  Sentences relaxed;
  relaxed.one_hot = torch::rand({4, 2, 11});
  relaxed.labels = torch::tensor({20, 21, 22, 23}, torch::kInt64);
  const Sentences mixed = with_mismatched(relaxed, kReal, 0.75, {});
  EXPECT_FALSE(mixed.tokens.defined());
  EXPECT_FALSE(mixed.lengths.defined()) << "as of fakes whose ends have weights";
  EXPECT_TRUE(torch::equal(mixed.one_hot[3], relaxed.one_hot[3]));
  EXPECT_TRUE(torch::equal(mixed.one_hot.narrow(0, 0, 3).argmax(2), kReal.tokens.narrow(0, 0, 3)));
  EXPECT_TRUE(torch::equal(mixed.one_hot.narrow(0, 0, 3).sum(2), torch::ones({3, 2})));

  Sentences vectors;
  vectors.vectors = torch::rand({4, 2, 5});
  vectors.lengths = kReal.lengths;
  vectors.labels = relaxed.labels;
  const torch::Tensor table = torch::rand({11, 5}).requires_grad_();
  const Sentences points = with_mismatched(vectors, kReal, 0.25, table);
  EXPECT_TRUE(torch::equal(points.vectors[0], torch::embedding(table, kReal.tokens[0])));
  EXPECT_TRUE(torch::equal(points.vectors.slice(0, 1), vectors.vectors.slice(0, 1)));
  EXPECT_FALSE(points.vectors.requires_grad());
}

}  // namespace
}  // namespace lingan::mismatched_sentences_test
