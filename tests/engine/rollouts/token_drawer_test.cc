#include <lingan/engine/rollouts/token_drawer.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include <lingan/base/error.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::token_drawer_test {
namespace {

/// One hidden row, its layer, and the exact softmax of its logits.
struct Row {
  explicit Row(int64_t vocabulary = 300, int64_t width = 24, float scale = 0.6f) {
    std::mt19937 random(5);
    std::normal_distribution<float> normal;
    for (int64_t k = 0; k < width; ++k) hidden.push_back(normal(random));
    for (int64_t i = 0; i < vocabulary * width; ++i) weight.push_back(scale * normal(random));
    for (int64_t i = 0; i < vocabulary; ++i) bias.push_back(normal(random));
  }

  OutputLayer layer(Precision precision = Precision::kFloat32) const {
    return {weight, bias, precision};
  }

  /// Makes hidden and weights what bf16 holds exactly, so that both precisions mean the same.
  void round() {
    for (auto* values : {&hidden, &weight})
      for (float& value : *values)
        value = std::bit_cast<float>(static_cast<uint32_t>(to_bfloat16(value)) << 16);
  }

  /// The distribution that options describe, in double and by sorting everything.
  std::vector<double> distribution(const SamplingOptions& options = {}) const {
    std::vector<double> logits(bias.begin(), bias.end());
    for (size_t i = 0; i < bias.size(); ++i) {
      for (size_t k = 0; k < hidden.size(); ++k) {
        logits[i] += double(weight[i * hidden.size() + k]) * hidden[k];
      }
    }
    std::vector<size_t> order(bias.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return logits[a] > logits[b]; });
    if (options.top_k > 0) order.resize(std::min<size_t>(order.size(), options.top_k));
    std::vector<double> p(bias.size(), 0.0);
    double total = 0;
    for (size_t i : order)
      total += p[i] = std::exp((logits[i] - logits[order[0]]) / options.temperature);
    double reached = 0;
    double kept = 0;
    for (size_t i : order) {
      if (reached >= options.top_p * total) p[i] = 0;
      reached += p[i];
      kept += p[i];
    }
    for (double& value : p) value /= kept;
    return p;
  }

  std::vector<float> hidden, weight, bias;
};

/// Those that this processor has.
std::vector<Precision> precisions() {
  if (!has_bfloat16_products()) return {Precision::kFloat32};
  return {Precision::kFloat32, Precision::kBfloat16};
}

void expect_distribution(const SamplingOptions& options,
                         Precision precision = Precision::kFloat32) {
  Row row;
  if (precision == Precision::kBfloat16) row.round();
  const auto layer = row.layer(precision);
  const auto p = row.distribution(options);
  TokenDrawer drawer(layer, options);
  const RandomStream stream{11, Purpose::kSample, 0};
  std::vector<double> uniforms;
  for (int i = 0; i < 100000; ++i) uniforms.push_back(stream.uniform(i, 0));
  std::vector<DrawnToken> drawn(uniforms.size());
  drawer.draw(row.hidden.data(), static_cast<int64_t>(uniforms.size()), uniforms, drawn.data());
  std::vector<int> counts(p.size(), 0);
  for (const auto& d : drawn) {
    ++counts.at(static_cast<size_t>(d.token));
    ASSERT_GT(p[d.token], 0.0) << "token " << d.token << " was cut";
    ASSERT_NEAR(d.log_probability, std::log(p[d.token]), 2e-5);
  }
  const auto [statistic, limit] = chi_squared(counts, p);
  EXPECT_LT(statistic, limit);
}

TEST(TokenDrawer, DrawsFromTheSoftmax) { expect_distribution({}); }
TEST(TokenDrawer, DrawsFromTheSoftmaxAtALowTemperature) {
  expect_distribution({.temperature = 0.3});
}
TEST(TokenDrawer, DrawsFromTheSoftmaxAtAHighTemperature) {
  expect_distribution({.temperature = 3.0});
}
TEST(TokenDrawer, CutsToTheTopK) { expect_distribution({.temperature = 1.5, .top_k = 17}); }
TEST(TokenDrawer, KeepsEverythingWhenTopKExceedsTheVocabulary) {
  expect_distribution({.top_k = 4000});
}
TEST(TokenDrawer, CutsToTheNucleus) { expect_distribution({.temperature = 2.0, .top_p = 0.7}); }
TEST(TokenDrawer, CutsToALargeNucleus) { expect_distribution({.temperature = 4.0, .top_p = 0.98}); }
TEST(TokenDrawer, CutsToTheTopKThenToTheNucleus) {
  expect_distribution({.temperature = 2.0, .top_k = 30, .top_p = 0.8});
}

TEST(TokenDrawer, DrawsTheSameWayWithBfloat16Products) {
  if (!has_bfloat16_products()) GTEST_SKIP() << "this processor does not multiply bf16 numbers";
  expect_distribution({}, Precision::kBfloat16);
  expect_distribution({.temperature = 2.0, .top_k = 30, .top_p = 0.8}, Precision::kBfloat16);
}

TEST(TokenDrawer, TellsLogProbabilitiesWithinThePrecisionOfBfloat16) {
  if (!has_bfloat16_products()) GTEST_SKIP() << "this processor does not multiply bf16 numbers";
  const Row row;
  const auto wide = row.layer();
  const auto narrow = row.layer(Precision::kBfloat16);
  for (int32_t token = 0; token < 300; token += 7) {
    float exact = 0, rounded = 0;
    TokenDrawer(wide, {}).log_probabilities(row.hidden.data(), {&token, 1}, &exact);
    TokenDrawer(narrow, {}).log_probabilities(row.hidden.data(), {&token, 1}, &rounded);
    EXPECT_NEAR(rounded, exact, 0.05) << "token " << token;
  }
}

TEST(TokenDrawer, GreedyTakesTheLowestIdOfTheLikeliest) {
  const std::vector<float> weight(100, 0.0f), hidden{1.0f};
  std::vector<float> bias(100, 0.0f);
  bias[37] = bias[70] = 2.0f;
  const OutputLayer layer(weight, bias);
  TokenDrawer drawer(layer, {.greedy = true});
  DrawnToken drawn;
  drawer.draw(hidden.data(), 1, std::vector<double>{0.99}, &drawn);
  EXPECT_EQ(drawn.token, 37);
  EXPECT_EQ(drawn.log_probability, 0.0f);
}

TEST(TokenDrawer, TheCumulativeDistributionRunsInTheOrderOfIds) {
  const std::vector<float> weight(4, 0.0f), hidden{1.0f};
  const std::vector<float> bias{std::log(0.1f), std::log(0.2f), std::log(0.3f), std::log(0.4f)};
  const OutputLayer layer(weight, bias);
  const std::vector<double> uniforms{0.0,    0.0999, 0.1001, 0.2999,
                                     0.3001, 0.5999, 0.6001, 0.9999999};
  const std::vector<int32_t> expected{0, 0, 1, 1, 2, 2, 3, 3};
  for (const SamplingOptions& options : {SamplingOptions{}, SamplingOptions{.top_k = 4}}) {
    TokenDrawer drawer(layer, options);
    std::vector<DrawnToken> drawn(uniforms.size());
    drawer.draw(hidden.data(), 8, uniforms, drawn.data());
    for (size_t i = 0; i < uniforms.size(); ++i)
      EXPECT_EQ(drawn[i].token, expected[i]) << uniforms[i];
  }
}

TEST(TokenDrawer, NeverDrawsATokenWithALargeNegativeBias) {
  const std::vector<float> weight(40, 0.0f), hidden{1.0f};
  std::vector<float> bias(40, 0.0f);
  bias[0] = bias[39] = -1e9f;
  for (const Precision precision : precisions()) {
    const OutputLayer layer(weight, bias, precision);
    for (const SamplingOptions& options : {SamplingOptions{}, SamplingOptions{.top_p = 0.999}}) {
      TokenDrawer drawer(layer, options);
      std::vector<DrawnToken> drawn(2);
      drawer.draw(hidden.data(), 2, std::vector<double>{0.0, 1.0 - 0x1p-53}, drawn.data());
      EXPECT_EQ(drawn[0].token, 1);
      EXPECT_EQ(drawn[1].token, 38);
    }
  }
}

TEST(TokenDrawer, IsExactWhenLaterLogitsTowerOverEarlierOnes) {
  const std::vector<float> weight(640, 0.0f), hidden{1.0f};
  std::vector<float> bias(640);
  for (int j = 0; j < 640; ++j) bias[j] = static_cast<float>(j);
  std::vector<int32_t> targets(640);
  std::iota(targets.begin(), targets.end(), 0);
  const double total = std::log(1.0 / (1.0 - std::exp(-1.0)));
  for (const Precision precision : precisions()) {
    const OutputLayer layer(weight, bias, precision);
    TokenDrawer drawer(layer, {});
    std::vector<float> log_probabilities(640);
    drawer.log_probabilities(std::vector<float>(640, 1.0f).data(), targets,
                             log_probabilities.data());
    for (int j = 0; j < 640; ++j) EXPECT_NEAR(log_probabilities[j], j - 639.0 - total, 1e-4) << j;
  }
}

/// 75 rows drawn together, and each alone.
void expect_rows_alone(int64_t width, const SamplingOptions& options, Precision precision) {
  const SmallGenerator generator(Cell::kGru, {500, 4, width, 1});
  const OutputLayer layer(generator.output_weight, generator.output_bias, precision);
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  std::vector<float> hidden(75 * width);
  for (float& h : hidden) h = normal(random);
  std::vector<double> uniforms(75);
  for (double& u : uniforms) u = std::uniform_real_distribution<double>()(random);
  TokenDrawer together(layer, options), alone(layer, options);
  std::vector<DrawnToken> drawn(75);
  together.draw(hidden.data(), 1, uniforms, drawn.data());
  for (int r = 0; r < 75; ++r) {
    DrawnToken one;
    alone.draw(&hidden[r * width], 1, std::span(uniforms).subspan(r, 1), &one);
    ASSERT_EQ(one.token, drawn[r].token);
    ASSERT_EQ(one.log_probability, drawn[r].log_probability);
  }
}

TEST(TokenDrawer, ARowDoesNotDependOnTheRowsBesideIt) {
  for (const Precision precision : precisions()) {
    for (const SamplingOptions& options :
         {SamplingOptions{}, SamplingOptions{.top_k = 40, .top_p = 0.9}}) {
      for (const int64_t width : {8, 100}) expect_rows_alone(width, options, precision);
    }
  }
}

TEST(TokenDrawer, LogitsThatAreNotFiniteAreANumericError) {
  const std::vector<float> weight(40, 1.0f), bias(40, 0.0f);
  DrawnToken drawn;
  for (const Precision precision : precisions()) {
    const OutputLayer layer(weight, bias, precision);
    for (float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
      for (const SamplingOptions& options :
           {SamplingOptions{}, SamplingOptions{.top_k = 2}, SamplingOptions{.greedy = true}}) {
        TokenDrawer drawer(layer, options);
        EXPECT_THROW(drawer.draw(&bad, 1, std::vector<double>{0.5}, &drawn), NumericError);
      }
    }
  }
}

TEST(TokenDrawer, RefusesOptionsOutsideTheirRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const SamplingOptions& options :
       {SamplingOptions{.temperature = 0.0}, SamplingOptions{.temperature = -1.0},
        SamplingOptions{.temperature = nan}, SamplingOptions{.top_k = -1},
        SamplingOptions{.top_p = 0.0}, SamplingOptions{.top_p = 1.5},
        SamplingOptions{.top_p = nan}}) {
    EXPECT_THROW(check_sampling_options(options), UsageError);
  }
}

}  // namespace
}  // namespace lingan::engine::token_drawer_test
