#include <lingan/gan/strategies/likelihood_ratio_loss.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/gan/toy.h"
#include "tests/model/finite_differences.h"

namespace lingan::likelihood_ratio_loss_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Two generators, in float64, and all of their sentences; some of these are real.
struct Pair {
  World world = make_world({}, 0.0);
  World earlier = make_world({}, 0.0);
  TokenBatch all = enumerate(world);
  Sentences fakes = to_sentences(all);

  Pair() {
    const torch::NoGradGuard no_gradient;
    for (World* one : {&world, &earlier}) one->generator->to(torch::kFloat64);
    for (auto& weight : earlier.generator->parameters()) weight.mul_(0.5);
    world.generator->eval();
    earlier.generator->eval();
  }
  Generator& generator() { return *world.generator; }
  Generator& reference() { return *earlier.generator; }
};

double minus_ln_sigma(double x) { return -std::log(1 / (1 + std::exp(-x))); }

// Each logarithm taken by itself, of probabilities of whole sentences.
TEST(SentenceRatioLoss, IsTheLossOfADiscriminatorThatIsTheRatio) {
  Pair pair;
  const double alpha = 0.7, beta = 1.5;
  const auto mean = [&](const TokenBatch& batch, double sign) {
    const auto now = log_probability(pair.world, batch);
    const auto before = log_probability(pair.earlier, batch);
    double sum = 0;
    for (int64_t row = 0; row < batch.rows; ++row) {
      const double d = now[row].item<double>() - before[row].item<double>();
      sum += minus_ln_sigma(sign * beta * d);
    }
    return sum / static_cast<double>(batch.rows);
  };
  const auto ratio = sentence_ratio_loss(pair.generator(), pair.reference(), pair.world.real,
                                         pair.fakes, {.alpha = alpha, .beta = beta});
  const double expected = mean(to_token_batch(pair.world.real), 1) + alpha * mean(pair.all, -1);
  EXPECT_NEAR(ratio.loss.item<double>(), expected, 1e-9);
}

TEST(TokenRatioLoss, IsTheLossAfterRealPrefixesOverAllFakeTokens) {
  Pair pair;
  const double alpha = 0.7, beta = 1.5;
  const Sentences& real = pair.world.real;
  const auto now = torch::softmax(pair.generator().forward(real.tokens), -1);
  const auto before = torch::softmax(pair.reference().forward(real.tokens), -1);
  double expected = 0;
  for (int64_t row = 0; row < real.rows(); ++row) {
    for (int64_t t = 0; t < real.lengths[row].item<int64_t>(); ++t) {
      for (int64_t v = 2; v < now.size(2); ++v) {  // pad and bos are never written
        const double p0 = before[row][t][v].item<double>();
        const double d = std::log(now[row][t][v].item<double>() / p0);
        if (real.tokens[row][t].item<int64_t>() == v) expected += minus_ln_sigma(beta * d);
        expected += alpha * p0 * minus_ln_sigma(-beta * d);
      }
    }
  }
  const auto ratio =
      token_ratio_loss(pair.generator(), pair.reference(), real, {.alpha = alpha, .beta = beta});
  EXPECT_NEAR(ratio.loss.item<double>(), expected / static_cast<double>(real.rows()), 1e-9);
}

// D is 1/2 there, so that the fakes' slope is that of the mean of a score, which is 0.
TEST(TokenRatioLoss, HasWhereBothAreEqualHalfTheSlopeOfTheLikelihood) {
  Pair pair;
  Generator& generator = pair.generator();
  const Sentences& real = pair.world.real;
  token_ratio_loss(generator, generator, real, {}).loss.backward();
  const auto actual = gradients(generator);
  generator.zero_grad();
  (-log_probability(pair.world, to_token_batch(real)).mean() / 2).backward();
  EXPECT_LT((actual - gradients(generator)).norm().item<double>(),
            1e-6 * actual.norm().item<double>());
}

TEST(LikelihoodRatioLosses, HaveTheGradientsOfTheirCentralDifferences) {
  Pair pair;
  const std::vector<torch::Tensor> weights = pair.generator().parameters();
  const LikelihoodRatioTerms terms = {.alpha = 0.8, .beta = 1.3};
  expect_gradient(
      [&](const std::vector<torch::Tensor>&) {
        return sentence_ratio_loss(pair.generator(), pair.reference(), pair.world.real, pair.fakes,
                                   terms)
            .loss;
      },
      {weights.front(), weights.back()});
  expect_gradient(
      [&](const std::vector<torch::Tensor>&) {
        return token_ratio_loss(pair.generator(), pair.reference(), pair.world.real, terms).loss;
      },
      {weights.front(), weights.back()});
}

TEST(LikelihoodRatioLosses, StayFiniteWhereTheTwoAreFarApart) {
  Pair pair;
  {
    const torch::NoGradGuard no_gradient;
    for (auto& weight : pair.generator().parameters()) weight.mul_(100);
  }
  const LikelihoodRatioTerms terms = {.alpha = 1, .beta = 1000};
  for (const auto& ratio :
       {sentence_ratio_loss(pair.generator(), pair.reference(), pair.world.real, pair.fakes, terms),
        token_ratio_loss(pair.generator(), pair.reference(), pair.world.real, terms)}) {
    EXPECT_GT(ratio.loss.item<double>(), 1000) << "they must be";
    pair.generator().zero_grad();
    ratio.loss.backward();
    EXPECT_TRUE(torch::isfinite(gradients(pair.generator())).all().item<bool>());
  }
}

}  // namespace
}  // namespace lingan::likelihood_ratio_loss_test
