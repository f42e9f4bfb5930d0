/// Values were computed elsewhere by another quadrature, to the digits given; those of gumbel-rao
/// by 40,000 samples.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <utility>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::gumbel_softmax_test {
namespace {

using namespace testing;

struct Row {
  double temperature, bias, variance;
};

void expect_rows(const GradientTable& table, const char* name, const std::vector<Row>& rows) {
  for (const auto& [tau, bias, variance] : rows) {
    const auto quality = quality_of(table, name, temperature(tau));
    EXPECT_NEAR(quality.bias, bias, 6e-6) << name << " " << tau;
    EXPECT_NEAR(quality.variance, variance, 6e-6) << name << " " << tau;
  }
}

TEST(GumbelSoftmax, HasTheMomentsThatWereComputedElsewhere) {
  expect_rows(linear(), "soft",
              {{2, .51607, .00931},
               {1, .29379, .09070},
               {.5, .11681, .49860},
               {.2, .02285, 2.26202},
               {.1, .00586, 5.38296},
               {.05, .00147, 11.65370}});
  expect_rows(quadratic(), "soft",
              {{2, .29412, .08472},
               {1, .21170, .48459},
               {.5, .14491, 1.63134},
               {.2, .07835, 5.23609},
               {.1, .04219, 11.13558},
               {.05, .02158, 22.85396}});
  expect_rows(cubic(), "soft",
              {{2, 1.72411, .05205},
               {1, 1.24733, .36387},
               {.5, .62476, 1.65747},
               {.2, .17375, 8.40092},
               {.1, .06603, 21.18482},
               {.05, .02773, 47.10245}});
  expect_rows(sigmoid_of_line(), "soft",
              {{2, .09086, .00884},
               {1, .03442, .05152},
               {.5, .01165, .17595},
               {.2, .00636, .58638},
               {.1, .00382, 1.27549},
               {.05, .00208, 2.65262}});
}

/// Computed by another integral: with exponential numbers E, token k the argmax and p its softmax's
/// probabilities, the perturbed logits are log(1 + E_i / (E_k p_i)) below the largest (Maddison et
/// al. 2014), and the ratios a, b of the E have the density 2 / (1 + a + b)^3.
TEST(GumbelSoftmax, StraightThroughHasTheMomentsOfExponentialNumbers) {
  expect_rows(quadratic(), "straight-through",
              {{2, .240906, 1.067110},
               {1, .238800, 3.406106},
               {.5, .214707, 8.723766},
               {.1, .061520, 50.342255},
               {.05, .031087, 101.776354}});
  expect_rows(cubic(), "straight-through",
              {{2, .287557, 1.006350},
               {1, 1.614027, 5.302673},
               {.5, 2.714840, 23.112550},
               {.1, 3.413201, 224.380611},
               {.05, 3.442502, 481.571289}});
  expect_rows(sigmoid_of_line(), "straight-through",
              {{2, .251807, .003390},
               {1, .233033, .010127},
               {.5, .218454, .028242},
               {.1, .209243, .206939},
               {.05, .208931, .436004}});
}

TEST(GumbelSoftmax, StraightThroughIsTheSoftOneForLinearFunctions) {
  for (const double tau : {2.0, .5, .05}) {
    const Moments soft = moments_of(linear(), "soft", temperature(tau));
    const Moments hard = moments_of(linear(), "straight-through", temperature(tau));
    for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(soft.mean[i], hard.mean[i], 1e-12);
    EXPECT_NEAR(soft.variances[0], hard.variances[0], 1e-10);
  }
}

TEST(GumbelSoftmax, LosesBiasAndGainsVarianceAsTheTemperatureFalls) {
  for (const GradientTable& table : {linear(), quadratic(), cubic(), sigmoid_of_line()}) {
    auto warmer = quality_of(table, "soft", temperature(2));
    for (const double tau : {1.0, .5, .2, .1, .05}) {
      const auto quality = quality_of(table, "soft", temperature(tau));
      EXPECT_LT(quality.bias, warmer.bias) << tau;
      EXPECT_GT(quality.variance, warmer.variance) << tau;
      warmer = quality;
    }
  }
}

/// The bias of straight-through does not vanish, and its variance grows as 1 / temperature.
TEST(GumbelSoftmax, StraightThroughTendsToReinmaxAsTheTemperatureFalls) {
  for (const GradientTable& table : {linear(), quadratic(), cubic(), sigmoid_of_line()}) {
    const Moments limit = moments_of(table, "reinmax");
    for (const double tau : {.05, .0125, .003}) {
      const Moments cold = moments_of(table, "straight-through", temperature(tau));
      double error = 0, norm = 0;
      for (size_t i = 0; i < 3; ++i) {
        error += std::pow(cold.mean[i] - limit.mean[i], 2);
        norm += limit.mean[i] * limit.mean[i];
      }
      EXPECT_LT(std::sqrt(error), 2 * tau * std::sqrt(norm)) << tau;
    }
    const double colder = moments_of(table, "straight-through", temperature(.0125)).variances[0];
    const double coldest = moments_of(table, "straight-through", temperature(.00625)).variances[0];
    EXPECT_NEAR(coldest / colder, 2, .05);
  }
  EXPECT_NEAR(bias_of(cubic(), "straight-through", temperature(.001)), 3.453988, 1e-4);
}

TEST(GumbelSoftmax, RaoBlackwellisedKeepsTheMeanAndLosesVariance) {
  for (const GradientTable& table : {linear(), quadratic(), cubic(), sigmoid_of_line()}) {
    for (const double tau : {2.0, 1.0, .5, .1}) {
      const Moments plain = moments_of(table, "straight-through", temperature(tau));
      double before = plain.variances[0];
      for (const int64_t draws : {1, 2, 10, 100}) {
        const Moments moments =
            moments_of(table, "gumbel-rao", {.samples = draws, .temperature = tau});
        for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(moments.mean[i], plain.mean[i], 1e-13);
        if (draws == 1) {
          EXPECT_NEAR(moments.variances[0], before, 1e-10 * before);
        } else {
          EXPECT_LT(moments.variances[0], before);
        }
        before = moments.variances[0];
      }
    }
  }
}

TEST(GumbelSoftmax, RaoBlackwellisedHasTheVariancesOfManySamples) {
  const auto expect = [](const GradientTable& table, double tau, double sampled) {
    const double variance = variance_of(table, "gumbel-rao", {.samples = 10, .temperature = tau});
    EXPECT_NEAR(variance, sampled, .03 * sampled) << tau;
  };
  expect(linear(), 2, .0037);
  expect(linear(), 1, .0218);
  expect(linear(), .5, .081);
  expect(linear(), .1, .60);
  expect(quadratic(), 2, 1.02);
  expect(quadratic(), 1, 2.85);
  expect(quadratic(), .5, 5.29);
  expect(quadratic(), .1, 11.2);
}

/// By drawing noise 400,000 times.
TEST(GumbelSoftmax, TakesTheGradientOfAnotherTemperature) {
  const GradientTable table = quadratic();
  const std::vector<double> values = {1, 2, 4}, logits = {.5, -.2, 1};
  std::mt19937_64 bits(4);
  std::extreme_value_distribution<double> gumbel;
  const std::vector<std::pair<double, double>> plane = {{2, .5}, {.5, 2}, {.02, 1}};
  for (const auto& [forward, backward] : plane) {
    std::array<double, 3> sum{};
    double squares = 0;
    constexpr int kDraws = 400'000;
    for (int draw = 0; draw < kDraws; ++draw) {
      std::array<double, 3> perturbed{}, shown{}, relaxed{};
      for (size_t i = 0; i < 3; ++i) perturbed[i] = logits[i] + gumbel(bits);
      const double maximum = *std::ranges::max_element(perturbed);
      double all_shown = 0, all_relaxed = 0, y = 0, mean = 0;
      for (size_t i = 0; i < 3; ++i) {
        all_shown += shown[i] = std::exp((perturbed[i] - maximum) / forward);
        all_relaxed += relaxed[i] = std::exp((perturbed[i] - maximum) / backward);
      }
      for (size_t i = 0; i < 3; ++i) {
        y += shown[i] / all_shown * values[i];
        mean += relaxed[i] / all_relaxed * values[i];
      }
      for (size_t i = 0; i < 3; ++i) {
        const double entry =
            2 * (y - 2.5) * relaxed[i] / all_relaxed * (values[i] - mean) / backward;
        sum[i] += entry / kDraws;
        squares += entry * entry / kDraws;
      }
    }
    const Moments moments =
        moments_of(table, "soft", {.temperature = forward, .backward_temperature = backward});
    double variance = squares;
    for (size_t i = 0; i < 3; ++i) {
      variance -= sum[i] * sum[i];
      EXPECT_NEAR(moments.mean[i], sum[i], .006) << forward << " " << backward;
    }
    EXPECT_NEAR(moments.variances[0], variance, .02 * variance) << forward << " " << backward;
  }
}

TEST(GumbelSoftmax, OfOneTemperatureForBothIsThatOfOne) {
  for (const double tau : {2.0, .1}) {
    const Moments one = moments_of(cubic(), "soft", temperature(tau));
    const Moments both =
        moments_of(cubic(), "soft", {.temperature = tau, .backward_temperature = tau});
    EXPECT_EQ(one.mean, both.mean);
    EXPECT_EQ(one.variances, both.variances);
  }
}

TEST(GumbelSoftmax, IsIntegratedForTwoOrThreeTokens) {
  const auto& card = find_card(estimators(), "soft", "estimator");
  const auto table = [](std::vector<double> logits) {
    const auto count = static_cast<int64_t>(logits.size());
    return GradientTable(
        {.vocabulary = count,
         .length = 1,
         .logits = std::move(logits),
         .rewards = {},
         .function = RelaxedFunction{.values = std::vector<double>(static_cast<size_t>(count), 1.0),
                                     .polynomial = {0, 1}}});
  };
  EXPECT_EQ(card.why_not(table({0, 1}), {}), "");
  EXPECT_NE(card.why_not(table({0, 1, 2, 3}), {}), "");
  EXPECT_NE(card.why_not(table({0, 101}), {}), "");
  EXPECT_NE(card.why_not(table({0, 1}), temperature(.0001)), "");
}

}  // namespace
}  // namespace lingan::gradients::gumbel_softmax_test
