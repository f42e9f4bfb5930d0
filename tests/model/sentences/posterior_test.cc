#include <lingan/model/sentences/posterior.h>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/model/finite_differences.h"

namespace lingan::posterior_test {
namespace {

Posterior one_dimension(double mean, double variance) {
  return {.mean = torch::full({1, 1}, mean, torch::kFloat64),
          .log_variance = torch::full({1, 1}, std::log(variance), torch::kFloat64)};
}

double log_normal(double z, double mean, double variance) {
  return -(z - mean) * (z - mean) / (2 * variance) - std::log(2 * std::numbers::pi * variance) / 2;
}

/// (m^2 + s^2 - 1 - ln s^2) / 2, worked by hand.
TEST(Posterior, DivergesFromTheStandardNormalAsTheClosedFormSays) {
  EXPECT_DOUBLE_EQ(one_dimension(0, 1).divergence().item<double>(), 0.0);
  EXPECT_DOUBLE_EQ(one_dimension(1, 1).divergence().item<double>(), 0.5);
  EXPECT_NEAR(one_dimension(0, 4).divergence().item<double>(), 1.5 - std::numbers::ln2, 1e-12);
  EXPECT_NEAR(one_dimension(-2, 0.5).divergence().item<double>(), 1.75 + std::numbers::ln2 / 2,
              1e-12);
}

/// By the trapezoidal rule over more than 12 deviations.
TEST(Posterior, DivergesAsTheIntegralOfItsDensitiesDoes) {
  constexpr double kMean = 0.7, kVariance = 0.3, kStep = 1e-3;
  double sum = 0;
  for (double z = kMean - 8; z < kMean + 8; z += kStep) {
    const double log_q = log_normal(z, kMean, kVariance);
    sum += kStep * std::exp(log_q) * (log_q - log_normal(z, 0, 1));
  }
  EXPECT_NEAR(one_dimension(kMean, kVariance).divergence().item<double>(), sum, 1e-9);
}

TEST(Posterior, HasTheRatioOfBothDensities) {
  const Posterior posterior = {.mean = float64_leaf({2, 3}, 1),
                               .log_variance = float64_leaf({2, 3}, 2)};
  const auto codes = float64_leaf({2, 3}, 3, 2.0);
  const auto ratio = posterior.log_density_ratio(codes);
  for (int64_t row = 0; row < 2; ++row) {
    double expected = 0;
    for (int64_t i = 0; i < 3; ++i) {
      const auto at = [&](const torch::Tensor& x) { return x[row][i].item<double>(); };
      expected += log_normal(at(codes), 0, 1) -
                  log_normal(at(codes), at(posterior.mean), std::exp(at(posterior.log_variance)));
    }
    EXPECT_NEAR(ratio[row].item<double>(), expected, 1e-12);
  }
}

TEST(Posterior, MakesCodesOfItsMeanAndDeviation) {
  const auto noise = torch::full({1, 1}, -1.5, torch::kFloat64);
  EXPECT_NEAR(one_dimension(2, 9).codes(noise).item<double>(), 2 - 1.5 * 3, 1e-12);
}

TEST(Posterior, HasTheGradientsOfFiniteDifferences) {
  const auto noise = float64_leaf({2, 3}, 5).detach();
  const auto of = [&](const std::vector<torch::Tensor>& inputs) {
    const Posterior posterior = {.mean = inputs[0], .log_variance = inputs[1]};
    const auto codes = posterior.codes(noise);
    return mixed(posterior.divergence()) + mixed(torch::sin(codes)) +
           mixed(posterior.log_density_ratio(codes));
  };
  expect_gradient(of, {float64_leaf({2, 3}, 6), float64_leaf({2, 3}, 7)});
}

/// Means of variance 0, 0.0081, 0.0121 and 4.
TEST(ActiveUnits, AreThoseWhoseMeansVaryByMoreThanAHundredth) {
  const auto sign = torch::tensor({1.0, -1.0, 1.0, -1.0}, torch::kFloat64);
  const auto means = torch::stack({0 * sign + 3, 0.09 * sign - 1, 0.11 * sign + 5, 2 * sign}, 1);
  EXPECT_EQ(active_units(means).item<int64_t>(), 2);
  EXPECT_EQ(active_units(means.narrow(0, 0, 1)).item<int64_t>(), 0) << "one sentence varies by 0";
}

}  // namespace
}  // namespace lingan::posterior_test
