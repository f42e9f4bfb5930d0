#include <lingan/gan/strategies/odds_weighted_loss.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/gan/toy.h"
#include "tests/model/finite_differences.h"

namespace lingan::odds_weighted_loss_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(OddsWeights, AreTheOddsOverTheirMean) {
  const auto weights = odds_weights(torch::tensor({0.0, std::log(3.0)}));
  EXPECT_TRUE(torch::allclose(weights, torch::tensor({0.5F, 1.5F})));
  const auto many = odds_weights(100 * torch::sin(torch::arange(1000, torch::kFloat64)));
  EXPECT_NEAR(many.mean().item<double>(), 1, 1e-5);
}

/// Sentences of a world, each with a weight; G, and a start that is another generator.
struct Sample {
  World world = make_world({}, 0.0);
  World other = make_world({}, 0.0);
  Sentences sentences = to_sentences(enumerate(world));
  torch::Tensor weights = odds_weights(torch::sin(3 * torch::arange(sentences.rows())));

  Sample() {
    const torch::NoGradGuard no_gradient;
    for (auto& weight : other.generator->parameters()) weight.mul_(0.5);
    world.generator->eval();
    other.generator->eval();
  }
};

// ln G of whole sentences, and -ln G of next tokens under the start, each summed by hand.
TEST(OddsWeightedLoss, IsTheWeightedLikelihoodAndTheAnchor) {
  Sample sample;
  const auto mask = inside(sample.sentences.lengths, sample.world.length);
  const auto ln_p =
      torch::log_softmax(sample.world.generator->forward(sample.sentences.tokens), -1);
  const auto p0 = torch::softmax(sample.other.generator->forward(sample.sentences.tokens), -1);
  double expected = 0;
  const auto batch = to_token_batch(sample.sentences);
  const auto whole = log_probability(sample.world, batch);
  for (int64_t row = 0; row < batch.rows; ++row) {
    expected -= (sample.weights[row].item<double>() - 1) * whole[row].item<double>();
    for (int64_t t = 0; t < batch.lengths[row]; ++t) {
      for (int64_t v = 0; v < ln_p.size(2); ++v) {
        expected -= 2 * p0[row][t][v].item<double>() * ln_p[row][t][v].item<double>();
      }
    }
  }
  const auto loss =
      odds_weighted_loss(*sample.world.generator, *sample.other.generator, sample.sentences,
                         {.weights = sample.weights, .anchor = 2, .tokens = 7});
  EXPECT_NEAR(loss.item<double>(), expected / 7, 1e-4 * std::abs(expected));
}

// At the start the anchor's slope is 0: what is left is the likelihood's, weighted by w - 1.
TEST(OddsWeightedLoss, HasAtTheStartTheGradientOfTheCentredLikelihoodAlone) {
  Sample sample;
  Generator& generator = *sample.world.generator;
  odds_weighted_loss(generator, generator, sample.sentences,
                     {.weights = sample.weights, .anchor = 5, .tokens = 1})
      .backward();
  const auto actual = gradients(generator);
  generator.zero_grad();
  const auto whole = log_probability(sample.world, to_token_batch(sample.sentences));
  (-(sample.weights - 1) * whole).sum().backward();
  EXPECT_LT((actual - gradients(generator)).norm().item<double>(),
            1e-4 * actual.norm().item<double>());
}

TEST(OddsWeightedLoss, HasTheGradientOfItsCentralDifferences) {
  Sample sample;
  sample.world.generator->to(torch::kFloat64);
  sample.other.generator->to(torch::kFloat64);
  const OddsWeightedTerms terms = {
      .weights = sample.weights.to(torch::kFloat64), .anchor = 1.5, .tokens = 10};
  std::vector<torch::Tensor> weights = sample.world.generator->parameters();
  expect_gradient(
      [&](const std::vector<torch::Tensor>&) {
        return odds_weighted_loss(*sample.world.generator, *sample.other.generator,
                                  sample.sentences, terms);
      },
      {weights.front(), weights.back()});
}

}  // namespace
}  // namespace lingan::odds_weighted_loss_test
