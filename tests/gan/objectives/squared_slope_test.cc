#include <lingan/gan/objectives/squared_slope.h>

#include <gtest/gtest.h>

#include "tests/gan/token_discriminator.h"
#include "tests/gan/toy.h"
#include "tests/model/finite_differences.h"

namespace lingan::squared_slope_test {
namespace {

using testing::ToyDiscriminator;

Sentences two_sentences() {
  Sentences sentences;
  sentences.tokens = torch::tensor({{0, 1, 2}, {3, 3, 1}}, torch::kInt64);
  return sentences;
}

/// |grad C|^2 by autograd over one-hot rows written out.
torch::Tensor by_rows(Discriminator& d, const Sentences& hard) {
  Sentences rows;
  rows.one_hot = torch::one_hot(hard.tokens, 4).to(torch::kFloat64).requires_grad_();
  rows.lengths = hard.lengths;
  d.judge(rows).per_sentence().sum().backward();
  return rows.one_hot.grad().square().sum({1, 2});
}

TEST(SquaredSlope, IsTheOneInOneHotSpace) {
  ToyDiscriminator d(4, 3), several(4, 3, 2);
  for (ToyDiscriminator* each : {&d, &several}) {
    each->to(torch::kFloat64);
    const auto expected = by_rows(*each, two_sentences());
    EXPECT_TRUE(torch::allclose(squared_slope(*each, two_sentences()), expected, 1e-9, 1e-12));
  }
}

/// Tokens after the end have none.
TEST(SquaredSlope, OfADThatJudgesTokensIsThatOfTheirMean) {
  testing::TokenDiscriminator d(4);
  d.to(torch::kFloat64);
  Sentences sentences = two_sentences();
  sentences.lengths = torch::tensor({3, 2}, torch::kInt64);
  const auto slopes = squared_slope(d, sentences);
  EXPECT_TRUE(torch::allclose(slopes, by_rows(d, sentences), 1e-9, 1e-12));
}

TEST(SquaredSlope, OfVectorsIsTheOneInTheirOwnSpace) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  torch::manual_seed(4);
  Sentences sentences;
  sentences.vectors = torch::randn({2, 3, 3}, torch::kFloat64);
  Sentences leaf;
  leaf.vectors = sentences.vectors.clone().requires_grad_();
  d.logits(leaf).sum().backward();
  const auto expected = leaf.vectors.grad().square().sum({1, 2});
  EXPECT_TRUE(torch::allclose(squared_slope(d, sentences), expected, 1e-9, 1e-12));
}

/// A penalty's gradient in D's weights, by central differences.
TEST(SquaredSlope, IsDifferentiableInDsWeights) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  const auto penalty = [&](const auto&) { return squared_slope(d, two_sentences()).sum(); };
  expect_gradient(penalty, {d.named_parameters()["hidden"]});
}

}  // namespace
}  // namespace lingan::squared_slope_test
