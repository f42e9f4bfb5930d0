/// One categorical variable with logits (.5, -.2, 1) and a function of y = x . (1, 2, 4): the exact
/// gradients, biases and variances below were computed by enumeration and by quadrature of the
/// density of Gumbel differences, outside of lingan.
#include <lingan/gan/strategies/gumbel_estimators.h>

#include <torch/autograd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/gumbel_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_noise.h>

namespace lingan::gumbel_estimators_test {
namespace {

struct Function {
  const char* name;
  std::function<torch::Tensor(const torch::Tensor&)> of;
  std::vector<double> gradient;
};

const Function kLinear = {
    "y", [](const torch::Tensor& y) { return y; }, {-.55016423, -.1153221036, .6654863336}};
const Function kSquare = {"(y - 2.5)^2",
                          [](const torch::Tensor& y) { return (y - 2.5).square(); },
                          {.1003917195, -.2659096829, .1655179634}};
const Function kCube = {"(y - 2.5)^3",
                        [](const torch::Tensor& y) { return (y - 2.5).pow(3); },
                        {-1.2880653773, -.1265198917, 1.4145852689}};
const Function kSigmoid = {"sigma(3 y - 7)",
                           [](const torch::Tensor& y) { return torch::sigmoid(3 * y - 7); },
                           {-.17514012, -.04735086, .22249098}};

torch::Tensor logits(int64_t rows) {
  return torch::tensor({.5, -.2, 1.}, torch::kFloat64).expand({rows, 3}).clone().requires_grad_();
}

/// The gradient [N, 3] of each row's function value.
torch::Tensor gradients(const char* estimator, const GumbelDraw& draw, const Function& function) {
  const auto shown = gumbel_estimator(estimator)(draw);
  const auto y = shown.matmul(torch::tensor({1., 2., 4.}, torch::kFloat64));
  return torch::autograd::grad({function.of(y).sum()}, {draw.logits})[0];
}

struct Moments {
  double bias;      // |mean - exact|
  double variance;  // sum over coordinates
};

Moments moments(const torch::Tensor& values, const torch::Tensor& weights,
                const Function& function) {
  const auto share = weights.unsqueeze(1);
  const auto mean = (values * share).sum(0);
  const auto exact = torch::tensor(function.gradient, torch::kFloat64);
  return {(mean - exact).norm().item<double>(),
          ((values - mean).square() * share).sum().item<double>()};
}

/// Every token once, by its probability: for estimators that take no further noise.
Moments enumerated(const char* estimator, const Function& function) {
  GumbelDraw draw{.logits = logits(3), .perturbed = {}, .hard = torch::arange(3)};
  draw.perturbed = draw.logits;
  const auto weights = torch::softmax(draw.logits.detach(), 1)[0];
  return moments(gradients(estimator, draw, function), weights, function);
}

/// Many drawn ones.
Moments drawn(const char* estimator, double temperature, const Function& function,
              int64_t draws = 1) {
  constexpr int64_t kRows = 200000;
  GumbelDraw draw{.logits = logits(kRows), .perturbed = {}, .hard = {}};
  draw.stream = {3, Purpose::kNoise, 1};
  draw.perturbed = draw.logits + gumbel_noise(draw.stream, 0, 0, draw.logits).to(torch::kFloat64);
  draw.hard = draw.perturbed.detach().argmax(1);
  draw.beta = draw.backward_beta = 1 / temperature;
  draw.draws = draws;
  return moments(gradients(estimator, draw, function),
                 torch::full({kRows}, 1.0 / kRows, torch::kFloat64), function);
}

TEST(GumbelEstimators, PlainStraightThroughIsExactForLinearFunctionsAlone) {
  EXPECT_LT(enumerated("plain-straight-through", kLinear).bias, 1e-7);
  EXPECT_LT(enumerated("plain-straight-through", kLinear).variance, 1e-14);
  EXPECT_NEAR(enumerated("plain-straight-through", kSquare).bias, .436438, 1e-5);
  EXPECT_NEAR(enumerated("plain-straight-through", kSquare).variance, 5.710, 1e-3);
  EXPECT_NEAR(enumerated("plain-straight-through", kCube).bias, 3.148, 1e-3);
  EXPECT_NEAR(enumerated("plain-straight-through", kSigmoid).bias, .182, 1e-3);
}

TEST(GumbelEstimators, ReinMaxIsExactForFunctionsOfSecondDegree) {
  EXPECT_LT(enumerated("reinmax", kLinear).bias, 1e-7);
  EXPECT_NEAR(enumerated("reinmax", kLinear).variance, .089625, 1e-5);
  EXPECT_LT(enumerated("reinmax", kSquare).bias, 1e-7);
  EXPECT_NEAR(enumerated("reinmax", kSquare).variance, 6.981, 1e-3);
  EXPECT_NEAR(enumerated("reinmax", kCube).bias, 3.453988, 1e-5);
  EXPECT_NEAR(enumerated("reinmax", kSigmoid).bias, .208901, 1e-5);
}

TEST(GumbelEstimators, SoftRowsTradeBiasForVariance) {
  const auto near = [](double temperature, const Function& function, double bias, double variance) {
    const Moments sampled = drawn("soft", temperature, function);
    EXPECT_NEAR(sampled.bias, bias, 5 * std::sqrt(variance / 200000)) << function.name;
    EXPECT_NEAR(sampled.variance, variance, 0.05 * variance) << function.name;
  };
  near(2, kLinear, .51607, .00931);
  near(1, kLinear, .29379, .09070);
  near(.5, kLinear, .11681, .49860);
  near(1, kSquare, .21170, .48459);
  near(.5, kCube, .62476, 1.65747);
  near(1, kSigmoid, .03442, .05152);
}

TEST(GumbelEstimators, StraightThroughKeepsABiasThatNoTemperatureTakesAway) {
  EXPECT_NEAR(drawn("straight-through", 1, kSquare).bias, .23780, .02);
  EXPECT_NEAR(drawn("straight-through", 1, kSquare).variance, 3.40941, .15);
  EXPECT_NEAR(drawn("straight-through", 2, kCube).bias, .28903, .02);
  EXPECT_NEAR(drawn("straight-through", .5, kCube).bias, 2.72437, .06);
  EXPECT_NEAR(drawn("straight-through", 1, kSigmoid).bias, .23333, .002);
}

TEST(GumbelEstimators, GumbelRaoHasTheSameMeanAndLessVariance) {
  EXPECT_NEAR(drawn("gumbel-rao", 1, kLinear, 10).variance, .0218, .002);
  EXPECT_NEAR(drawn("gumbel-rao", 1, kSquare, 10).variance, 2.85, .1);
  EXPECT_NEAR(drawn("gumbel-rao", .5, kSquare, 10).variance, 5.29, .2);
  EXPECT_NEAR(drawn("gumbel-rao", 1, kSquare, 10).bias, .23780, .02);
  EXPECT_NEAR(drawn("gumbel-rao", 1, kSquare, 1).variance, 3.40941, .15);
}

/// softmax of (m, m - 1, m - 1) where the others lie less than the gap below the largest.
TEST(GumbelEstimators, GappedStraightThroughLiftsTheDrawnTokenAboveTheOthers) {
  GumbelDraw draw{.logits = logits(1), .perturbed = {}, .hard = torch::tensor({1}, torch::kInt64)};
  const auto actual = gradients("gapped-straight-through", draw, kLinear)[0];
  const auto p = torch::softmax(torch::tensor({0., 1., 0.}, torch::kFloat64), 0);
  // o = (.5, -.2, 1), m = 1: the first falls to 0, the drawn one rises to 1, the last falls to 0.
  const auto v = torch::tensor({1., 2., 4.}, torch::kFloat64);
  EXPECT_TRUE(torch::allclose(actual, p * (v - (p * v).sum()), 1e-10, 1e-12));
}

TEST(GumbelEstimators, AllButSoftOnesShowTheDrawnToken) {
  GumbelDraw draw{.logits = logits(3), .perturbed = {}, .hard = torch::arange(3)};
  draw.perturbed = draw.logits;
  for (const GumbelEstimatorCard& card : gumbel_estimators()) {
    const auto shown = gumbel_estimator(card.name)(draw);
    const bool hard = torch::allclose(shown, torch::eye(3, torch::kFloat64), 1e-10, 1e-12);
    EXPECT_EQ(hard, card.name != "soft" && card.name != "softmax") << card.name;
  }
}

/// Forward one temperature, backward another.
TEST(GumbelEstimators, SoftTakesTheGradientOfItsBackwardTemperature) {
  GumbelDraw draw{.logits = logits(1), .perturbed = {}, .hard = torch::tensor({2}, torch::kInt64)};
  draw.perturbed = draw.logits;
  draw.beta = 5;
  draw.backward_beta = .5;
  EXPECT_TRUE(
      torch::allclose(gumbel_estimator("soft")(draw), torch::softmax(5 * draw.logits.detach(), 1)));
  const auto actual = gradients("soft", draw, kLinear);
  draw.beta = .5;
  EXPECT_TRUE(torch::allclose(actual, gradients("soft", draw, kLinear)));
}

TEST(GumbelEstimators, AreFoundByName) { EXPECT_THROW(gumbel_estimator("sofft"), UsageError); }

}  // namespace
}  // namespace lingan::gumbel_estimators_test
