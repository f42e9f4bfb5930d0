#include <gtest/gtest.h>

#include <lingan/gan/strategies/generator_step.h>

#include "tests/gan/toy.h"

namespace lingan::generator_step_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(GeneratorStepScope, EvaluatesBothAndFreezesTheDiscriminatorWhileItLives) {
  World world = make_world({}, 0.0);
  world.generator->train();
  world.discriminator->train();
  auto weights = world.discriminator->parameters();
  weights[0].set_requires_grad(false);  // by its owner: stays so
  {
    const GeneratorStepScope scope(*world.generator, world.discriminator.get());
    EXPECT_FALSE(world.generator->is_training());
    EXPECT_FALSE(world.discriminator->is_training());
    for (const auto& weight : weights) EXPECT_FALSE(weight.requires_grad());
    for (const auto& weight : world.generator->parameters()) EXPECT_TRUE(weight.requires_grad());
  }
  EXPECT_TRUE(world.generator->is_training());
  EXPECT_TRUE(world.discriminator->is_training());
  EXPECT_FALSE(weights[0].requires_grad());
  EXPECT_TRUE(weights[1].requires_grad());
  world.generator->eval();
  { const GeneratorStepScope scope(*world.generator, world.discriminator.get()); }
  EXPECT_FALSE(world.generator->is_training());
}

/// The sum of all weights, whose gradient is 1 everywhere.
torch::Tensor sum_of_weights(World& world) {
  torch::Tensor sum = torch::zeros({});
  for (const auto& weight : world.generator->parameters()) sum = sum + weight.sum();
  return sum;
}

TEST(Minimize, ReportsTheLossAndTheNormBeforeClipping) {
  World world = make_world({}, 0.1);
  StepContext context = world.context(0, 4);
  const auto loss = sum_of_weights(world);
  const auto count = flatten(world.generator->parameters()).numel();
  const StepReport report = minimize(context, loss);
  EXPECT_EQ(report.loss.item<double>(), loss.item<double>());
  EXPECT_NEAR(report.gradient_norm.item<double>(), std::sqrt(static_cast<double>(count)), 1e-3);
  EXPECT_LT(sum_of_weights(world).item<double>(), loss.item<double>());
}

TEST(GeneratorStep, LeavesTheDiscriminatorAsItWas) {
  World world = make_world({}, 0.1);
  world.discriminator->train();
  const auto before = clones(world.discriminator->parameters());
  StepContext context = world.context(0, 4);
  make_strategy("gumbel-softmax")->update_generator(context);
  EXPECT_TRUE(torch::equal(flatten(before), flatten(world.discriminator->parameters())));
  EXPECT_TRUE(world.discriminator->is_training());
  for (const auto& weight : world.discriminator->parameters()) {
    EXPECT_TRUE(weight.requires_grad());
    EXPECT_FALSE(weight.grad().defined());
  }
}

TEST(GeneratorStep, ChangesNoWeightWhereTheGradientIsNotFinite) {
  World world = make_world({}, 0.1);
  {
    const torch::NoGradGuard no_gradient;
    world.discriminator->parameters().front().fill_(std::numeric_limits<float>::quiet_NaN());
  }
  const auto before = clones(world.generator->parameters());
  StepContext context = world.context(0, 4);
  const StepReport report = make_strategy("gumbel-softmax")->update_generator(context);
  EXPECT_FALSE(std::isfinite(report.loss.item<double>()));
  EXPECT_FALSE(std::isfinite(report.gradient_norm.item<double>()));
  EXPECT_TRUE(torch::equal(flatten(before), flatten(world.generator->parameters())));
}

}  // namespace
}  // namespace lingan::generator_step_test
