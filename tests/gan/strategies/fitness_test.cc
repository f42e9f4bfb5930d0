#include <lingan/gan/strategies/fitness.h>

#include <gtest/gtest.h>

#include <lingan/gan/strategies/gumbel_relaxation.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::fitness_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr int64_t kBatch = 7, kStep = 3;
constexpr double kBeta = 2.5;

GumbelSoftmaxOptions relaxed() { return {"soft", "constant", kBeta}; }

/// The fakes of a batch of the measure: rows of the step's noise after the first kBatch.
Sentences fakes_of(World& world, int64_t batch) {
  const torch::NoGradGuard no_gradient;
  const GumbelSoftmaxOptions options = relaxed();
  const RandomStream noise{17, Purpose::kNoise, static_cast<uint32_t>(kStep)};
  return unroll_relaxed(*world.generator, world.specials, GumbelSoftmaxRelaxation(options, kBeta),
                        {noise, static_cast<uint64_t>((batch + 1) * kBatch), kBatch, world.length});
}

std::vector<double> outputs(World& world, const Sentences& sentences) {
  const torch::NoGradGuard no_gradient;
  const auto all = world.discriminator->logits(sentences).to(torch::kFloat64).contiguous();
  return {all.data_ptr<double>(), all.data_ptr<double>() + all.numel()};
}

Fitness measured(World& world, const EvolutionaryOptions& options) {
  StepContext context = world.context(kStep, kBatch);
  FitnessMeasure measure(context, options);
  const GumbelSoftmaxOptions tokens = relaxed();
  return measure.of(GumbelSoftmaxRelaxation(tokens, kBeta));
}

/// <sigma(C_f - shift)> over so many batches.
double quality_by_hand(World& world, int64_t batches, double shift) {
  double sum = 0;
  for (int64_t batch = 0; batch < batches; ++batch) {
    for (const double c : outputs(world, fakes_of(world, batch))) sum += sigma(c - shift);
  }
  return sum / static_cast<double>(batches * kBatch);
}

TEST(Fitness, HasTheProbabilityOfBeingRealAsQuality) {
  World world = make_world({}, 0.0);
  const Fitness fitness =
      measured(world, {.quality = kProbability, .diversity_weight = 0, .fitness_batches = 3});
  EXPECT_NEAR(fitness.quality.item<double>(), quality_by_hand(world, 3, 0), 1e-6);
  EXPECT_FALSE(fitness.diversity.defined());
  EXPECT_EQ(fitness.total(0).item<double>(), fitness.quality.item<double>());
}

TEST(Fitness, ComparesWithTheMeanRealSentenceWhereItIsRelativistic) {
  World world = make_world({}, 0.0);
  double mean = 0;
  const auto real = outputs(world, world.real);
  for (const double c : real) mean += c / static_cast<double>(real.size());
  ASSERT_GT(std::abs(mean), 0.01);
  const Fitness fitness = measured(world, {.quality = kRelativistic, .fitness_batches = 2});
  EXPECT_NEAR(fitness.quality.item<double>(), quality_by_hand(world, 2, mean), 1e-6);
  EXPECT_NEAR(fitness.total(0.25).item<double>(),
              fitness.quality.item<double>() + 0.25 * fitness.diversity.item<double>(), 1e-12);
}

/// -ln p of the drawn tokens, eos included and nothing after it, by teacher forcing one by one.
TEST(Fitness, HasTheLikelihoodOfItsOwnTokensAsDiversity) {
  for (const SpecialTokens specials : {SpecialTokens{}, kNoEos}) {
    World world = make_world(specials, 0.0);
    double sum = 0, tokens = 0;
    const Sentences fakes = fakes_of(world, 0);
    const auto drawn = fakes.one_hot.argmax(2);
    const auto log_p = torch::log_softmax(world.generator->forward(drawn), -1);
    for (int64_t row = 0; row < kBatch; ++row) {
      for (int64_t t = 0; t < fakes.lengths[row].item<int64_t>(); ++t, ++tokens) {
        sum -= log_p[row][t][drawn[row][t].item<int64_t>()].item<double>();
      }
    }
    const Fitness fitness = measured(world, {.diversity = kLikelihood});
    EXPECT_NEAR(fitness.diversity.item<double>(), sum / tokens, 1e-5);
    EXPECT_EQ(tokens < kBatch * world.length, specials.eos >= 0) << "some end early";
  }
}

/// -ln || d L_D / d w ||, L_D over both batches, by a backward pass of its own.
TEST(Fitness, HasTheGradientLeftToTheDiscriminatorAsDiversity) {
  World world = make_world({}, 0.0, "minimax");
  const auto real = world.discriminator->logits(world.real);
  auto loss = torch::softplus(-real).mean();
  for (int64_t batch = 0; batch < 2; ++batch) {
    loss = loss + torch::softplus(world.discriminator->logits(fakes_of(world, batch))).mean() / 2;
  }
  loss.backward();
  const double norm = gradients(*world.discriminator).norm().item<double>();
  world.discriminator->zero_grad();
  world.discriminator->train();
  const Fitness fitness = measured(world, {.diversity = kGradient, .fitness_batches = 2});
  EXPECT_NEAR(fitness.diversity.item<double>(), -std::log(norm), 1e-5);
  EXPECT_EQ(gradients(*world.discriminator).abs().max().item<double>(), 0)
      << "D's own is untouched";
  EXPECT_TRUE(world.discriminator->is_training());
}

/// D's loss has no slope: its logarithm is cut.
TEST(Fitness, IsFiniteWhereNothingWouldChangeD) {
  World world = make_world({}, 0.0, "hinge");
  const torch::NoGradGuard no_gradient;
  for (torch::Tensor& weight : world.discriminator->parameters()) weight.zero_();
  const torch::AutoGradMode gradient(true);
  EXPECT_TRUE(std::isfinite(measured(world, {.diversity = kGradient}).diversity.item<double>()));
}

}  // namespace
}  // namespace lingan::fitness_test
