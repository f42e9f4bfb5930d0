#include <lingan/gan/strategies/jensen_shannon.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/jensen_shannon_weights.h>

#include "tests/gan/toy.h"

namespace lingan::jensen_shannon_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// A text of four sentences, all different.
Sentences four_sentences(const World& world) {
  const std::vector<int64_t> rows = {0, 3, 7, 11};
  return to_sentences(select_rows(enumerate(world), rows));
}

/// sum_x p ln(p / (p + G)) + G ln(G / (p + G)) over all sentences, enumerated.
torch::Tensor twice_the_divergence(const World& world, const Sentences& text) {
  const TokenBatch all = enumerate(world), real = to_token_batch(text);
  torch::Tensor sum = torch::zeros({}, torch::kFloat64);
  const auto g = log_probability(world, all).exp().to(torch::kFloat64);
  for (int64_t row = 0; row < all.rows; ++row) {
    double p = 0;
    for (int64_t other = 0; other < real.rows; ++other) {
      const bool same = std::equal(all.tokens.begin() + row * all.width,
                                   all.tokens.begin() + (row + 1) * all.width,
                                   real.tokens.begin() + other * real.width);
      if (same) p += 1.0 / static_cast<double>(real.rows);
    }
    sum = sum + g[row] * torch::log(g[row] / (p + g[row]));
    if (p > 0) sum = sum + p * torch::log(p / (p + g[row]));
  }
  return sum;
}

TEST(JensenShannonWeights, GiveTheSlopeOfTheEnumeratedDivergence) {
  World world = make_world({}, 0.0);
  world.generator->eval();
  const Sentences text = four_sentences(world);
  twice_the_divergence(world, text).backward();
  const auto expected = gradients(*world.generator);
  world.generator->zero_grad();
  const auto log_likelihood = log_probability(world, to_token_batch(text));
  const auto weights = jensen_shannon_weights(log_likelihood.detach(), -std::log(4.0));
  (-(weights * log_likelihood).sum()).backward();
  EXPECT_LT((gradients(*world.generator) - expected).norm().item<double>(),
            1e-4 * expected.norm().item<double>());
}

// By hand: with G = p it is p ln 2; far below p it vanishes; far above it is p.
TEST(JensenShannonWeights, RiseWithTheProbabilityUpToTheTexts) {
  const double log_text = std::log(0.25);
  const auto weights =
      jensen_shannon_weights(torch::tensor({log_text, -200.0, 20.0}, torch::kFloat64), log_text);
  EXPECT_NEAR(weights[0].item<double>(), 0.25 * std::log(2), 1e-12);
  EXPECT_LT(weights[1].item<double>(), 1e-80);
  EXPECT_NEAR(weights[2].item<double>(), 0.25, 1e-8);
  const auto lowest = jensen_shannon_weights(torch::full({1}, -1e6), log_text);
  EXPECT_EQ(lowest.item<double>(), 0) << "and no infinity";
}

/// A world that the strategy plays in.
struct Game {
  World world;
  std::unique_ptr<Strategy> strategy;

  Game(double exponent, double learning_rate) : world(make_world({}, learning_rate)) {
    OptionSet set;
    set.get<JensenShannonOptions>().exponent = exponent;
    strategy = make_strategy("jensen-shannon", set);
    world.discriminator = nullptr;
    world.real = four_sentences(world);
  }
  StepReport step(int64_t number) {
    StepContext context = world.context(number, 4, 1000);
    return strategy->update_generator(context);
  }
};

// -w grad ln G, with p = 1 / 4 and probabilities over the largest, each taken by itself.
TEST(JensenShannon, WeighsSentencesByTheirProbabilitiesOverTheLargest) {
  for (const double exponent : {1.0, 0.3, 0.0}) {
    Game game(exponent, 0.0);
    game.step(0);
    const auto actual = gradients(*game.world.generator);
    game.world.generator->zero_grad();
    const TokenBatch text = to_token_batch(game.world.real);
    const auto log_likelihood = log_probability(game.world, text);
    std::vector<double> p;
    for (int64_t row = 0; row < 4; ++row) {
      p.push_back(std::pow(std::exp(log_likelihood[row].item<double>()), exponent));
    }
    const double largest = *std::max_element(p.begin(), p.end());
    torch::Tensor loss = torch::zeros({});
    for (int64_t row = 0; row < 4; ++row) {
      const double share = p[row] / largest;
      loss = loss + share * std::log(share / (share + 0.25)) * log_likelihood[row];
    }
    loss.backward();
    EXPECT_LT((actual - gradients(*game.world.generator)).norm().item<double>(),
              1e-4 * actual.norm().item<double>());
  }
}

TEST(JensenShannon, BringsTheGeneratorNearerToTheText) {
  Game game(1.0, 0.02);
  const auto divergence = [&] {
    const torch::NoGradGuard no_gradient;
    return twice_the_divergence(game.world, game.world.real).item<double>() / 2 + std::log(2);
  };
  EXPECT_GT(divergence(), 0.3);
  for (int64_t number = 0; number < 300; ++number) game.step(number);
  EXPECT_LT(divergence(), 0.05);
}

TEST(JensenShannon, TellsHowManySentencesItLearnsFrom) {
  const auto share = [](double exponent) {
    return Game(exponent, 0.0).step(0).values.at("effective-share").item<double>();
  };
  EXPECT_NEAR(share(0), 1, 1e-6) << "equal weights";
  EXPECT_GE(share(1), 0.25);
  EXPECT_LT(share(1), 0.95);
}

TEST(JensenShannon, HasNoFakesForADiscriminator) {
  Game game(1.0, 0.0);
  StepContext context = game.world.context(0, 4);
  EXPECT_THROW(game.strategy->fakes_for_discriminator(context, 4, 0), UsageError);
}

}  // namespace
}  // namespace lingan::jensen_shannon_test
