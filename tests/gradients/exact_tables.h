/// Tables whose estimators' exact moments were computed elsewhere, and how moments are compared.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <lingan/gradients/estimators.h>
#include <lingan/gradients/study.h>

namespace lingan::gradients::testing {

/// The toy of Liu et al. 2019 and Kool et al. 2020: three bits of one logit eta, the reward
/// sum_i (b_i - p_i)^2. The row of logits is (0, eta): each of its two entries has the gradient by
/// eta or its opposite, so that norms are sqrt(2) and variances twice those by eta.
inline GradientTable three_bits(double eta) {
  TableContent content{
      .vocabulary = 2, .length = 3, .shared = true, .logits = {0, eta}, .rewards = {}};
  for (int bits = 0; bits < 8; ++bits) {
    const double a = bits / 4 - .6, b = bits / 2 % 2 - .51, c = bits % 2 - .48;
    content.rewards.push_back(a * a + b * b + c * c);
  }
  return GradientTable(content);
}

/// A policy of three tokens and positions: row h has the logits sin(7 h + 3 c + 1). The reward is
/// sigmoid(2 m - 3), m = #{t : x_t = t}; sharp: 1 of 0 1 2, else 0.
inline GradientTable sine_policy(bool sharp) {
  TableContent content{.vocabulary = 3, .length = 3, .logits = {}, .rewards = {}};
  for (int row = 0; row < 13; ++row) {
    for (int token = 0; token < 3; ++token)
      content.logits.push_back(std::sin(7 * row + 3 * token + 1));
  }
  for (int x = 0; x < 27; ++x) {
    const int matches = (x / 9 == 0) + (x / 3 % 3 == 1) + (x % 3 == 2);
    content.rewards.push_back(sharp ? (matches == 3 ? 1.0 : 0.0)
                                    : 1 / (1 + std::exp(3.0 - 2 * matches)));
  }
  return GradientTable(content);
}

/// One of three tokens, and a function of y = x . (1, 2, 4).
inline GradientTable one_of_three(const std::vector<double>& polynomial, bool sigmoid = false) {
  return GradientTable({.vocabulary = 3,
                        .length = 1,
                        .logits = {.5, -.2, 1},
                        .rewards = {},
                        .function = RelaxedFunction{
                            .values = {1, 2, 4}, .polynomial = polynomial, .sigmoid = sigmoid}});
}

inline GradientTable linear() { return one_of_three({0, 1}); }
inline GradientTable quadratic() { return one_of_three({6.25, -5, 1}); }          // (y - 2.5)^2
inline GradientTable cubic() { return one_of_three({-15.625, 18.75, -7.5, 1}); }  // (y - 2.5)^3
inline GradientTable sigmoid_of_line() { return one_of_three({-7, 3}, true); }    // s(3 y - 7)

/// A policy without any symmetry, with or without a shared row.
inline GradientTable uneven(bool shared) {
  TableContent content{.vocabulary = 3, .length = 2, .shared = shared, .logits = {}, .rewards = {}};
  for (int i = 0; i < (shared ? 3 : 12); ++i) content.logits.push_back(std::cos(5 * i + 1));
  for (int i = 0; i < 9; ++i) content.rewards.push_back(std::sin(11 * i + 2));
  return GradientTable(content);
}

/// What a study says of one estimator.
inline EstimatorQuality quality_of(const GradientTable& table, const std::string& name,
                                   const EstimatorSettings& settings = {}) {
  const Study result = study(table, {.estimators = {name},
                                     .samples = {settings.samples},
                                     .rollouts = {settings.rollouts},
                                     .temperatures = {settings.temperature}});
  EXPECT_EQ(result.estimators.size(), 1U);
  EXPECT_EQ(result.estimators[0].note, "");
  return result.estimators[0];
}

inline double variance_of(const GradientTable& table, const std::string& name,
                          const EstimatorSettings& settings = {}) {
  return quality_of(table, name, settings).variance;
}

inline double bias_of(const GradientTable& table, const std::string& name,
                      const EstimatorSettings& settings = {}) {
  return quality_of(table, name, settings).bias;
}

/// Settings with K samples, M rollouts, or a temperature.
inline EstimatorSettings samples(int64_t number) { return {.samples = number}; }
inline EstimatorSettings rollouts(int64_t number) { return {.rollouts = number}; }
inline EstimatorSettings temperature(double number) { return {.temperature = number}; }

/// The moments of an estimator by its name.
inline Moments moments_of(const GradientTable& table, const std::string& name,
                          const EstimatorSettings& settings = {}) {
  return find_card(estimators(), name, "estimator").moments(table, settings);
}

}  // namespace lingan::gradients::testing
