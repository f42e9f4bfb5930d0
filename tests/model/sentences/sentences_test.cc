#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan::sentences_test {
namespace {

const TokenBatch kBatch = {2, 3, {4, 5, 2, 6, 2, 0}, {3, 2}};

torch::Tensor table() { return torch::arange(14, torch::kFloat32).view({7, 2}); }

/// The batch as one-hot rows.
Sentences relaxed() {
  Sentences sentences;
  const Sentences hard = to_sentences(kBatch);
  sentences.one_hot = torch::one_hot(hard.tokens, 7).to(torch::kFloat32);
  sentences.lengths = hard.lengths;
  return sentences;
}

TEST(Sentences, ComeBackFromTheirTensors) {
  const Sentences sentences = to_sentences(kBatch);
  EXPECT_EQ(sentences.rows(), 2);
  EXPECT_EQ(sentences.tokens.scalar_type(), torch::kInt64);
  const TokenBatch again = to_token_batch(sentences);
  EXPECT_EQ(again.rows, kBatch.rows);
  EXPECT_EQ(again.width, kBatch.width);
  EXPECT_EQ(again.tokens, kBatch.tokens);
  EXPECT_EQ(again.lengths, kBatch.lengths);
}

TEST(Inside, IsTrueUpToTheLength) {
  const auto mask = inside(torch::tensor({0, 2, 3}, torch::kInt64), 3);
  EXPECT_TRUE(torch::equal(
      mask, torch::tensor({{false, false, false}, {true, true, false}, {true, true, true}})));
}

TEST(RowsOf, IsAViewOfSomeRows) {
  const Sentences sentences = to_sentences(kBatch);
  const Sentences last = rows_of(sentences, 1, 1);
  EXPECT_TRUE(torch::equal(last.tokens, sentences.tokens.slice(0, 1)));
  EXPECT_EQ(last.lengths.item<int64_t>(), 2);
  EXPECT_TRUE(last.tokens.is_alias_of(sentences.tokens));
}

TEST(ToVectors, GivesAllFormsTheSameVectors) {
  const auto vectors = to_vectors(to_sentences(kBatch), table());
  EXPECT_EQ(vectors[1][0][1].item<float>(), 13.0f);  // token 6
  EXPECT_TRUE(torch::allclose(to_vectors(relaxed(), table()), vectors));
  Sentences points;
  points.vectors = vectors;
  EXPECT_TRUE(to_vectors(points, table()).is_same(vectors));
}

TEST(ToVectors, RefusesWidthsThatDoNotFit) {
  Sentences wrong;
  wrong.one_hot = torch::zeros({2, 3, 6});
  EXPECT_THROW(to_vectors(wrong, table()), UsageError);
  wrong = {};
  wrong.vectors = torch::zeros({2, 3, 3});
  EXPECT_THROW(to_vectors(wrong, table()), UsageError);
  wrong.vectors = torch::zeros({2, 2});
  EXPECT_THROW(to_vectors(wrong, table()), UsageError);
}

TEST(Embed, PutsThePadsVectorAfterTheLength) {
  Sentences sentences = relaxed();
  sentences.one_hot[1][2] = 0.5;  // after the length of row 1: nothing looks at it
  const auto vectors = embed(sentences, table(), 0);
  EXPECT_TRUE(torch::equal(vectors, embed(to_sentences(kBatch), table(), 0)));
  EXPECT_TRUE(torch::equal(vectors[1][2], table()[0]));
}

TEST(Embed, NeedsExactlyOneForm) {
  EXPECT_THROW(embed({}, table(), 0), UsageError);
  Sentences both = relaxed();
  both.tokens = to_sentences(kBatch).tokens;
  EXPECT_THROW(embed(both, table(), 0), UsageError);
}

TEST(Sentences, KeepTheirLabels) {
  TokenBatch batch{3, 1, {4, 5, 6}, {1, 1, 1}};
  EXPECT_FALSE(to_sentences(batch).labels.defined());
  EXPECT_FALSE(rows_of(to_sentences(batch), 1, 2).labels.defined());
  batch.labels = {2, 0, 1};
  const Sentences sentences = to_sentences(batch);
  EXPECT_EQ(to_token_batch(sentences).labels, batch.labels);
  EXPECT_TRUE(torch::equal(rows_of(sentences, 1, 2).labels, torch::tensor({0, 1}, torch::kInt64)));
}

}  // namespace
}  // namespace lingan::sentences_test
