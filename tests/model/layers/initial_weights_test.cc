#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/parallel.h>
#include <lingan/model/layers/initial_weights.h>

namespace lingan::initial_weights_test {
namespace {

constexpr RandomStream kStream = {9, Purpose::kInitialize, 0};
constexpr int64_t kCount = 200000;

/// The largest distance of an empirical distribution from `cumulative` (Kolmogorov and Smirnov).
template <typename Cumulative>
double distance(const torch::Tensor& drawn, const Cumulative& cumulative) {
  const auto sorted = std::get<0>(drawn.to(torch::kFloat64).sort());
  const double* values = sorted.const_data_ptr<double>();
  const auto count = static_cast<double>(drawn.numel());
  double largest = 0;
  for (int64_t i = 0; i < drawn.numel(); ++i) {
    const double expected = cumulative(values[i]);
    largest = std::max({largest, std::abs(expected - static_cast<double>(i) / count),
                        std::abs(expected - static_cast<double>(i + 1) / count)});
  }
  return largest;
}

/// Exceeded once in a thousand samples of this size.
const double kLimit = 1.95 / std::sqrt(static_cast<double>(kCount));

double normal(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

TEST(InitialWeights, AreUniformBetweenTheirBounds) {
  auto weights = torch::empty({kCount});
  InitialWeights(kStream).uniform(weights, -0.25, 0.75);
  EXPECT_LT(distance(weights, [](double x) { return x + 0.25; }), kLimit);
}

TEST(InitialWeights, AreNormal) {
  auto weights = torch::empty({kCount});
  InitialWeights(kStream).normal(weights, 0.5);
  EXPECT_LT(distance(weights, [](double x) { return normal(x / 0.5); }), kLimit);
}

TEST(InitialWeights, AreNormalCutAtTwoDeviations) {
  auto weights = torch::empty({kCount});
  InitialWeights(kStream).truncated_normal(weights, 0.5);
  EXPECT_LE(weights.abs().max().item<double>(), 1.0 + 1e-6);
  const double below = normal(-2);
  EXPECT_LT(
      distance(weights, [&](double x) { return (normal(x / 0.5) - below) / (1 - 2 * below); }),
      kLimit);
}

TEST(InitialWeights, DependOnTheStreamAndTheirOrderAlone) {
  const auto two = [](int threads) {
    set_thread_count(threads);
    auto first = torch::empty({300, 100}), second = torch::empty({300, 100});
    InitialWeights weights(kStream);
    weights.uniform(first, -1, 1);
    weights.uniform(second, -1, 1);
    set_thread_count(0);
    return torch::stack({first, second});
  };
  const auto one_thread = two(1);
  EXPECT_TRUE(torch::equal(one_thread, two(3)));
  EXPECT_FALSE(torch::equal(one_thread[0], one_thread[1]));
}

}  // namespace
}  // namespace lingan::initial_weights_test
