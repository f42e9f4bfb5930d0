#include <lingan/gan/strategies/pseudo_rewards.h>

#include <gtest/gtest.h>

#include "tests/gan/strategies/linear_discriminator.h"

namespace lingan::pseudo_rewards_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr int64_t kVocabulary = 3, kLength = 3;

/// Every sentence of three tokens of three.
Sentences all_sentences() { return to_sentences(enumerate(make_world(kNoEos, 0.0))); }

/// D's raw output of sentences with a token put in at a place, [n].
torch::Tensor with_token(Discriminator& d, const Sentences& sentences, int64_t t, int64_t token) {
  const torch::NoGradGuard no_gradient;
  Sentences changed = sentences;
  changed.tokens = sentences.tokens.clone();
  changed.tokens.select(1, t).fill_(token);
  return d.logits(changed);
}

TEST(PseudoRewards, AreThoseOfTheChangedSentencesWhereDIsLinear) {
  LinearDiscriminator d(kVocabulary, kLength);
  const Sentences sentences = all_sentences();
  const PseudoRewards actual = pseudo_rewards(d, {}, sentences);
  EXPECT_TRUE(torch::allclose(actual.rewards, d.logits(sentences)));
  for (int64_t t = 0; t < kLength; ++t) {
    for (int64_t token = 0; token < kVocabulary; ++token) {
      const auto expected = with_token(d, sentences, t, token) - actual.rewards;
      EXPECT_TRUE(
          torch::allclose(actual.changes.select(1, t).select(1, token), expected, 1e-4, 1e-5))
          << t << " " << token;
    }
  }
}

/// By the chain rule, where the reward is a function of D's output.
TEST(PseudoRewards, GoThroughTheReward) {
  LinearDiscriminator d(kVocabulary, kLength);
  const Sentences sentences = all_sentences();
  const SentenceValue sigma = {.of = [](const torch::Tensor& c) { return torch::sigmoid(c); }};
  const PseudoRewards plain = pseudo_rewards(d, {}, sentences);
  const PseudoRewards actual = pseudo_rewards(d, sigma, sentences);
  const auto probability = torch::sigmoid(plain.rewards);
  EXPECT_TRUE(torch::allclose(actual.rewards, probability));
  const auto slope = (probability * (1 - probability)).view({-1, 1, 1});
  EXPECT_TRUE(torch::allclose(actual.changes, slope * plain.changes, 1e-4, 1e-6));
}

TEST(PseudoRewards, AreZeroForTheTokenItselfAndRecordNoGradient) {
  ToyDiscriminator d(kVocabulary, kLength);
  const Sentences sentences = all_sentences();
  const auto changes = pseudo_rewards(d, {}, sentences).changes;
  EXPECT_FALSE(changes.requires_grad());
  const auto own = changes.gather(2, sentences.tokens.unsqueeze(2));
  EXPECT_LT(own.abs().max().item<double>(), 1e-5);
}

torch::Tensor some_probabilities() { return torch::tensor({0.2, 0.5, 0.3}, torch::kFloat64); }

/// The weights of every drawn token, [drawn, v].
torch::Tensor weights(double bandwidth) {
  torch::manual_seed(3);
  const auto table = torch::randn({3, 4}, torch::kFloat64);
  return kernel_weights(torch::arange(3), some_probabilities().expand({3, 3}).contiguous(), table,
                        bandwidth);
}

TEST(KernelWeights, AreOneOnAverageOverDrawnTokens) {
  for (const double bandwidth : {0.01, 0.5, 3.0, 1e3}) {
    const auto mean = some_probabilities().matmul(weights(bandwidth));
    EXPECT_TRUE(torch::allclose(mean, torch::ones({3}, torch::kFloat64))) << bandwidth;
  }
}

TEST(KernelWeights, TendToTheDrawnTokenAloneAndToAllAlike) {
  const auto alone = torch::diag(1 / some_probabilities());
  EXPECT_TRUE(torch::allclose(weights(1e-3), alone));
  EXPECT_TRUE(torch::allclose(weights(1e6), torch::ones({3, 3}, torch::kFloat64), 1e-6, 1e-8));
}

TEST(KernelWeights, AreThoseOfTheDefinition) {
  const auto table = torch::tensor({{0.0}, {1.0}, {3.0}}, torch::kFloat64);
  const auto p = some_probabilities();
  const auto actual = kernel_weights(torch::tensor({1}), p.view({1, 3}), table, 2.0);
  const auto k = [](double distance) { return std::exp(-distance * distance / 8); };
  const double sums[] = {0.2 + 0.5 * k(1) + 0.3 * k(3), 0.2 * k(1) + 0.5 + 0.3 * k(2),
                         0.2 * k(3) + 0.5 * k(2) + 0.3};
  const double expected[] = {k(1) / sums[0], 1 / sums[1], k(2) / sums[2]};
  for (int v = 0; v < 3; ++v) EXPECT_NEAR(actual[0][v].item<double>(), expected[v], 1e-12);
}

}  // namespace
}  // namespace lingan::pseudo_rewards_test
