#include <lingan/engine/scoring/highway_scores.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/base/random.h>
#include <lingan/engine/cpu/bfloat16_layer.h>

namespace lingan::engine::highway_scores_test {
namespace {

// Weights of F features, and features of n rows, small random numbers.
struct Problem {
  Problem(int64_t f, int64_t rows, bool shared = false)
      : features(f), n(rows), gate(shared ? 0 : f) {
    RandomStream stream{7, Purpose::kInitialize};
    uint64_t row = 0;
    const auto fill = [&](std::vector<float>& values, int64_t count, double scale) {
      for (int64_t i = 0; i < count; ++i)
        values.push_back(
            static_cast<float>(scale * (2 * stream.uniform(row, static_cast<uint32_t>(i)) - 1)));
      ++row;
    };
    fill(weight, (gate + f) * f, 1.0 / std::sqrt(static_cast<double>(f)));
    fill(bias, gate + f, 0.5);
    fill(output, f, 1.0);
    fill(x, n * f, 1.0);
  }

  HighwayWeights weights() const { return {weight, bias, output, 0.25f}; }

  double expected(int64_t row) const {
    double score = 0.25;
    for (int64_t i = 0; i < features; ++i) {
      const double h = std::max(0.0, product(row, i));
      const double g = 1 / (1 + std::exp(-product(row, gate + i)));
      score += output[i] * (g * h + (1 - g) * x[row * features + i]);
    }
    return score;
  }

  double product(int64_t row, int64_t unit) const {
    double sum = bias[unit];
    for (int64_t k = 0; k < features; ++k)
      sum += static_cast<double>(weight[unit * features + k]) * x[row * features + k];
    return sum;
  }

  std::vector<float> scores(Precision precision) const {
    std::vector<float> scores(static_cast<size_t>(n));
    HighwayScores(weights(), precision).compute(x, scores);
    return scores;
  }

  int64_t features, n;
  int64_t gate;  // the first gate's place among the sums
  std::vector<float> weight, bias, output, x;
};

TEST(HighwayScores, EqualTheLayersWrittenOut) {
  for (const bool shared : {false, true}) {
    for (const int64_t features : {1, 15, 16, 33, 120}) {
      const Problem problem(features, 101, shared);
      const auto scores = problem.scores(Precision::kFloat32);
      for (int64_t row = 0; row < problem.n; ++row)
        EXPECT_NEAR(scores[row], problem.expected(row), 2e-5)
            << features << " features, row " << row << (shared ? ", shared" : "");
    }
  }
}

TEST(HighwayScores, OfARowDoNotDependOnItsNeighboursOrThreads) {
  Problem problem(40, 300);
  const auto all = problem.scores(Precision::kFloat32);
  set_thread_count(1);
  EXPECT_EQ(problem.scores(Precision::kFloat32), all);
  set_thread_count(0);
  problem.x.erase(problem.x.begin(), problem.x.begin() + 37 * problem.features);
  problem.n -= 37;
  EXPECT_EQ(problem.scores(Precision::kFloat32), std::vector<float>(all.begin() + 37, all.end()));
}

TEST(HighwayScores, InBfloat16AreNearAndFollowTheRoundedOperands) {
  if (!has_bfloat16_products()) GTEST_SKIP() << "this processor does not multiply bf16 numbers";
  for (const auto& [features, shared] : std::vector<std::pair<int64_t, bool>>{
           {1, false}, {33, false}, {120, false}, {33, true}, {120, true}}) {
    Problem problem(features, 50, shared);
    const auto scores = problem.scores(Precision::kBfloat16);
    for (int64_t row = 0; row < problem.n; ++row)
      EXPECT_NEAR(scores[row], problem.expected(row), 0.03) << features;
    const auto round = [](float value) {
      return std::bit_cast<float>(static_cast<uint32_t>(to_bfloat16(value)) << 16);
    };
    // With operands that rounding leaves alone only the order of sums is left.
    for (auto* operands : {&problem.weight, &problem.x})
      for (float& value : *operands) value = round(value);
    const auto exact = problem.scores(Precision::kBfloat16);
    for (int64_t row = 0; row < problem.n; ++row)
      EXPECT_NEAR(exact[row], problem.expected(row), 2e-5) << features;
  }
}

TEST(HighwayScores, RefuseSizesThatDoNotFit) {
  Problem problem(4, 2);
  problem.weight.pop_back();
  EXPECT_THROW(HighwayScores(problem.weights(), Precision::kFloat32), UsageError);
  problem.weight.push_back(0);
  const HighwayScores scores(problem.weights(), Precision::kFloat32);
  std::vector<float> outputs(3);
  EXPECT_THROW(scores.compute(problem.x, outputs), UsageError);
}

}  // namespace
}  // namespace lingan::engine::highway_scores_test
