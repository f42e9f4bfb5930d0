/// Values were computed elsewhere by enumeration, to the digits given.
#include <gtest/gtest.h>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::straight_through_test {
namespace {

using namespace testing;

TEST(StraightThrough, WithoutNoiseIsExactForLinearFunctions) {
  const auto quality = quality_of(linear(), "plain-straight-through");
  EXPECT_LT(quality.bias, 1e-15);
  EXPECT_LT(quality.variance, 1e-30);
  EXPECT_TRUE(std::isnan(quality.signal_to_noise));
}

TEST(StraightThrough, WithoutNoiseHasTheMomentsThatWereComputedElsewhere) {
  const auto quality = quality_of(quadratic(), "plain-straight-through");
  EXPECT_NEAR(quality.bias, .436438, 5e-7);
  EXPECT_NEAR(quality.variance, 5.710, 5e-4);
  EXPECT_NEAR(quality.cosine, .2987, 5e-5);
  EXPECT_NEAR(bias_of(cubic(), "plain-straight-through"), 3.148, 5e-4);
  EXPECT_NEAR(bias_of(sigmoid_of_line(), "plain-straight-through"), .182, 5e-4);
}

TEST(Reinmax, IsExactForQuadraticFunctionsAndNotBeyond) {
  EXPECT_LT(bias_of(linear(), "reinmax"), 1e-14);
  EXPECT_LT(bias_of(quadratic(), "reinmax"), 1e-14);
  EXPECT_NEAR(bias_of(cubic(), "reinmax"), 3.453988, 5e-7);
  EXPECT_NEAR(bias_of(sigmoid_of_line(), "reinmax"), .208901, 5e-7);
  EXPECT_NEAR(variance_of(linear(), "reinmax"), .089625, 5e-7);
  EXPECT_NEAR(variance_of(quadratic(), "reinmax"), 6.981, 5e-4);
}

/// sum_j p_i p_j ((g_i - g_j) at e_i + (g_i - g_j) at e_j) / 2.
TEST(Reinmax, HasTheTrapezoidRuleForItsMean) {
  for (const GradientTable& table : {linear(), quadratic(), cubic(), sigmoid_of_line()}) {
    const Moments moments = moments_of(table, "reinmax");
    const auto p = table.policy(0);
    for (size_t i = 0; i < 3; ++i) {
      const auto at_i = gradient_at_vertex(*table.function(), i);
      double rule = 0;
      for (size_t j = 0; j < 3; ++j) {
        const auto at_j = gradient_at_vertex(*table.function(), j);
        rule += p[i] * p[j] * (at_i[i] - at_i[j] + at_j[i] - at_j[j]) / 2;
      }
      EXPECT_NEAR(moments.mean[i], rule, 1e-14);
    }
  }
}

TEST(Reinmax, NeedsATemperatureOfOneOrMore) {
  const auto& card = find_card(estimators(), "reinmax", "estimator");
  EXPECT_EQ(card.why_not(linear(), temperature(.5)), "needs a temperature of 1 or more");
  EXPECT_EQ(card.why_not(linear(), temperature(2)), "");
}

/// One softmax's Jacobian at each token, by hand: token 2 has the largest logit, 1; the others are
/// lowered to 0 and -0.2 if it is drawn.
TEST(GappedStraightThrough, KeepsTheOthersBelowTheDrawnToken) {
  const GradientTable table = quadratic();
  std::vector<double> expected(3, 0.0);
  const double moved[3][3] = {{1, -.2, 0}, {0, 1, 0}, {0, -.2, 1}};
  for (size_t token = 0; token < 3; ++token) {
    const double tau = 2;
    double sum = 0, mean = 0;
    for (const double logit : moved[token]) sum += std::exp(logit / tau);
    const auto g = gradient_at_vertex(*table.function(), token);
    for (size_t i = 0; i < 3; ++i) mean += std::exp(moved[token][i] / tau) / sum * g[i];
    for (size_t i = 0; i < 3; ++i) {
      expected[i] +=
          table.policy(0)[token] * std::exp(moved[token][i] / tau) / sum * (g[i] - mean) / tau;
    }
  }
  const Moments moments = moments_of(table, "gapped-straight-through", temperature(2));
  for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(moments.mean[i], expected[i], 1e-14);
}

/// d f(softmax(o / tau)) / d o by finite differences.
TEST(Softmax, HasTheGradientOfTheFunctionAtItsPoint) {
  const Moments moments = moments_of(cubic(), "softmax", temperature(2));
  const auto value = [](size_t moved, double step) {
    double logits[3] = {.5, -.2, 1};
    logits[moved] += step;
    double sum = 0, y = 0;
    for (const double logit : logits) sum += std::exp(logit / 2);
    for (size_t i = 0; i < 3; ++i) y += std::exp(logits[i] / 2) / sum * std::pow(2.0, i);
    return std::pow(y - 2.5, 3);
  };
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(moments.mean[i], (value(i, 1e-4) - value(i, -1e-4)) / 2e-4, 1e-8);
  }
  EXPECT_LT(moments.variances[0], 1e-28);
}

}  // namespace
}  // namespace lingan::gradients::straight_through_test
