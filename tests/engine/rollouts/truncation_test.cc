#include <lingan/engine/rollouts/truncation.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include <lingan/engine/contract/sampling_options.h>
#include <lingan/engine/panels.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::truncation_test {
namespace {

/// The tokens that options keep and their probabilities, by sorting everything; 0 for the others.
std::vector<double> by_sorting(const std::vector<float>& logits, const SamplingOptions& options) {
  std::vector<size_t> order(logits.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return logits[a] > logits[b]; });
  if (options.top_k > 0) order.resize(std::min<size_t>(order.size(), options.top_k));
  std::vector<double> p(logits.size());
  double total = 0;
  for (const size_t token : order) {
    total += p[token] = std::exp((logits[token] - logits[order[0]]) / options.temperature);
  }
  double above = 0, kept = 0;
  for (const size_t token : order) {
    const double mass = p[token];
    if (above >= options.top_p * total) p[token] = 0;
    above += mass;
    kept += p[token];
  }
  for (double& value : p) value /= kept;
  return p;
}

/// Picks at the middle of every token's share of [0, 1): each must come, with its ln p.
void expect_distribution(const std::vector<float>& logits, const SamplingOptions& options) {
  const auto p = by_sorting(logits, options);
  TruncatedDistribution distribution;
  distribution.assign(logits, options);
  double below = 0;
  for (size_t token = 0; token < p.size(); ++token) {
    if (p[token] == 0) continue;
    const auto [picked, log_probability] = distribution.pick(below + p[token] / 2);
    ASSERT_EQ(picked, static_cast<int32_t>(token));
    ASSERT_NEAR(log_probability, std::log(p[token]), 1e-5);
    below += p[token];
  }
}

const SamplingOptions kCuts[] = {{},
                                 {.top_k = 1},
                                 {.top_k = 40},
                                 {.top_k = 5000},
                                 {.top_p = 0.5},
                                 {.top_p = 0.999},
                                 {.temperature = 0.2, .top_p = 0.9},
                                 {.temperature = 4.0, .top_k = 100, .top_p = 0.7}};

TEST(TruncatedDistribution, IsThatOfSorting) {
  for (uint32_t set = 0; set < 5; ++set) {
    const auto logits = random_floats(set, 10 * kPanel, 6.0);
    for (const auto& options : kCuts) expect_distribution(logits, options);
  }
}

TEST(TruncatedDistribution, RanksEqualLogitsByTheirIds) {
  std::vector<float> logits(3 * kPanel);
  for (size_t i = 0; i < logits.size(); ++i) logits[i] = static_cast<float>(i % 4);
  for (const auto& options : kCuts) expect_distribution(logits, options);
}

TEST(TruncatedDistribution, NeverPicksWhatIsNoToken) {
  auto logits = random_floats(0, 2 * kPanel);
  for (size_t i = 40; i < logits.size(); ++i) logits[i] = -std::numeric_limits<float>::infinity();
  for (const auto& options : kCuts) {
    TruncatedDistribution distribution;
    distribution.assign(logits, options);
    EXPECT_LT(distribution.pick(1 - 0x1p-53).first, 40);
  }
}

TEST(TruncatedDistribution, IsReusedFromRowToRow) {
  TruncatedDistribution distribution;
  distribution.assign(random_floats(0, 4 * kPanel), {.top_k = 50});
  const auto logits = random_floats(1, 2 * kPanel);
  distribution.assign(logits, {.top_k = 3});
  TruncatedDistribution fresh;
  fresh.assign(logits, {.top_k = 3});
  for (const double uniform : {0.0, 0.3, 0.6, 0.99}) {
    EXPECT_EQ(distribution.pick(uniform), fresh.pick(uniform));
  }
}

TEST(TruncatedDistribution, ShowsLogitsThatAreNotFinite) {
  for (const float bad : {NAN, std::numeric_limits<float>::infinity()}) {
    auto logits = random_floats(0, kPanel);
    logits[9] = bad;
    TruncatedDistribution distribution;
    distribution.assign(logits, {.top_k = 4});
    EXPECT_FALSE(std::isfinite(distribution.total()) && distribution.total() > 0);
  }
}

}  // namespace
}  // namespace lingan::engine::truncation_test
