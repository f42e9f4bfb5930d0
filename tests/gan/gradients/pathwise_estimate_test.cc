/// Against values that were computed by enumeration and quadrature outside of lingan: those of
/// gumbel_estimators_test.cc.
#include <lingan/gan/gradients/pathwise_estimate.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/gan/gradients/tabular_game.h"
#include "tests/gradients/exact_tables.h"

namespace lingan::pathwise_estimate_test {
namespace {

using testing::TabularEstimate;

/// Of the logits, [V].
torch::Tensor of_weights(const TabularEstimate& one) {
  const auto logits = one.game.world.generator->named_parameters()["logits"];
  return logits.grad().flatten().to(torch::kFloat64);
}

torch::Tensor exact(const gradients::GradientTable& table) {
  return torch::tensor(gradients::exact_gradient(table), torch::kFloat64);
}

/// Whatever is drawn: straight-through's gradient of a linear function does not depend on it.
TEST(PathwiseEstimate, IsExactWhereTheEstimatorIs) {
  const auto table = gradients::testing::linear();
  TabularEstimate one(table, "plain-straight-through", {.samples = 3});
  for (const int64_t number : {0, 5}) {
    one.estimate->make(number);
    EXPECT_TRUE(torch::allclose(of_weights(one), exact(table), 1e-4, 1e-6)) << number;
  }
}

/// The mean of 40,000 draws, whose variance is .0907.
TEST(PathwiseEstimate, HasTheBiasOfRelaxedTokens) {
  const auto table = gradients::testing::linear();
  TabularEstimate soft(table, "soft", {.samples = 4000, .temperature = 1});
  auto mean = torch::zeros({3}, torch::kFloat64);
  for (int64_t number = 0; number < 10; ++number) {
    soft.estimate->make(number);
    mean += of_weights(soft) / 10;
  }
  EXPECT_NEAR((mean - exact(table)).norm().item<double>(), .29379, 5 * std::sqrt(.0907 / 40000));
}

/// Of one token the bias of its position moves the logits themselves.
TEST(PathwiseEstimate, TellsThePositionsByTheirBias) {
  TabularEstimate one(gradients::testing::quadratic(), "straight-through", {.samples = 5});
  one.estimate->make(1);
  const auto by_position = one.estimate->by_position();
  ASSERT_EQ(by_position.sizes(), (at::IntArrayRef{1, 3}));
  EXPECT_TRUE(torch::allclose(by_position[0].to(torch::kFloat64), of_weights(one), 1e-4, 1e-6));
  EXPECT_GT(by_position.abs().max().item<double>(), 0);
}

/// Hard tokens are worth what the policy's are: 1 p_0 + 2 p_1 + 4 p_2, of deviation 1.3.
TEST(PathwiseEstimate, CountsWhatItTakesAndTellsTheReward) {
  const auto table = gradients::testing::linear();
  TabularEstimate one(table, "straight-through", {.samples = 20000});
  const EstimateCost cost = one.estimate->make(2);
  EXPECT_EQ(cost.reward_calls, 20000);
  EXPECT_EQ(cost.tokens, 20000);
  EXPECT_NEAR(one.estimate->reward(), table.value(0), 5 * 1.3 / std::sqrt(20000));
}

}  // namespace
}  // namespace lingan::pathwise_estimate_test
