#include <lingan/gan/strategies/word_masks.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/gan/strategies/token_draws.h>

namespace lingan::word_masks_test {
namespace {

constexpr SpecialTokens kSpecials{};

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// Of l = 0.5 and u = 0.6: g = ln 1.5 = 0.405, the sum 0.905 is above 0; of l = -1 it is below.
TEST(DrawnMasks, AreHardWithTheGradientOfAConcreteVariable) {
  auto logits = torch::tensor({{0.5, -1.0}}, torch::kFloat64).requires_grad_();
  const auto uniform = torch::full({1, 2}, 0.6, torch::kFloat64);
  const auto masks = drawn_masks(logits, uniform, 0.5);
  EXPECT_NEAR(masks[0][0].item<double>(), 1.0, 1e-12);
  EXPECT_NEAR(masks[0][1].item<double>(), 0.0, 1e-12);
  masks.sum().backward();
  for (const auto& [position, logit] : {std::pair{0, 0.5}, {1, -1.0}}) {
    const double soft = sigmoid((logit + std::log(1.5)) / 0.5);
    EXPECT_NEAR(logits.grad()[0][position].item<double>(), soft * (1 - soft) / 0.5, 1e-9);
  }
}

TEST(DrawnMasks, AreOneWithTheProbabilityOfTheirLogits) {
  const auto logits = torch::tensor({-1.5, 0.0, 2.0}).repeat({20000, 1});
  const auto uniform = uniform_numbers({1, Purpose::kSample, 0}, 0, 20000, 0, 3);
  const auto shares = drawn_masks(logits, uniform, 0.66).mean(0);
  EXPECT_NEAR(shares[0].item<double>(), sigmoid(-1.5), 0.015);
  EXPECT_NEAR(shares[1].item<double>(), 0.5, 0.015);
  EXPECT_NEAR(shares[2].item<double>(), sigmoid(2), 0.015);
  const auto certain = drawn_masks(torch::tensor({{0.0}}), torch::zeros({1, 1}), 0.66);
  EXPECT_EQ(certain.item<double>(), 0.0) << "0 may be drawn";
}

/// "4 _ 3", of whose pads none is a word, and "4 3 4 3", which has no end.
Sentences two_sentences() {
  return to_sentences(
      {.rows = 2, .width = 4, .tokens = {4, 1, 2, 0, 4, 3, 4, 3}, .lengths = {3, 4}});
}

TEST(WordPlaces, AreThoseBeforeTheEnd) {
  const auto expected = torch::tensor({{1.0F, 1.0F, 0.0F, 0.0F}, {1.0F, 1.0F, 1.0F, 1.0F}});
  Sentences sentences = two_sentences();
  EXPECT_TRUE(torch::equal(word_places(sentences, kSpecials), expected));
  sentences.one_hot = torch::one_hot(sentences.tokens, 5) * 0.4 + 0.12;
  sentences.tokens = torch::Tensor();
  EXPECT_TRUE(torch::equal(word_places(sentences, kSpecials), expected));
}

/// x = (.1, .2, .3, .4, 0) under a mask of 1/4 is 3/4 x, and 1/4 of bos, token 1; with a loss of
/// weights w = (1, 2, 3, 4, 5) the slope in x is 3/4 w, and in the mask w_bos - w.x = 2 - 3.
TEST(WithMissingWords, MixesWordsWithBosByTheMask) {
  Sentences sentences;
  sentences.one_hot = torch::tensor({0.1, 0.2, 0.3, 0.4, 0.0}, torch::kFloat64).view({1, 1, 5});
  sentences.one_hot = sentences.one_hot.repeat({1, 2, 1}).requires_grad_();
  sentences.lengths = torch::tensor({2});
  const auto masks = torch::tensor({{0.25, 0.0}}, torch::kFloat64).requires_grad_();
  const Sentences masked = with_missing_words(sentences, masks, kSpecials);
  const auto expected = torch::tensor({0.075, 0.4, 0.225, 0.3, 0.0}, torch::kFloat64);
  EXPECT_TRUE(torch::allclose(masked.one_hot[0][0], expected));
  EXPECT_TRUE(torch::equal(masked.one_hot[0][1], sentences.one_hot[0][1]));
  EXPECT_TRUE(torch::equal(masked.lengths, sentences.lengths));
  const auto weights = torch::tensor({1.0, 2.0, 3.0, 4.0, 5.0}, torch::kFloat64);
  (masked.one_hot[0][0] * weights).sum().backward();
  EXPECT_NEAR(masks.grad()[0][0].item<double>(), -1.0, 1e-9);
  EXPECT_TRUE(torch::allclose(sentences.one_hot.grad()[0][0], 0.75 * weights));
}

}  // namespace
}  // namespace lingan::word_masks_test
