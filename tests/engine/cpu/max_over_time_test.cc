#include <lingan/engine/cpu/max_over_time.h>

#include <gtest/gtest.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::max_over_time_test {
namespace {

constexpr int64_t kRows = 6, kLength = 9, kEmbedding = 5, kWidth = 3;
constexpr int64_t kDepth = kWidth * kEmbedding, kWindows = kLength - kWidth + 1;
constexpr int64_t kStride = 40;  // features of a sentence, of which a panel is a part

/// Filters against all windows of all sentences, in double.
double window_sum(const std::vector<float>& vectors, const std::vector<float>& filter, int64_t row,
                  int64_t window) {
  double sum = 0;
  for (int64_t k = 0; k < kDepth; ++k) {
    sum += static_cast<double>(filter[k]) * vectors[(row * kLength + window) * kEmbedding + k];
  }
  return sum;
}

void expect_panel(int64_t count) {
  const auto vectors = random_floats(0, kRows * kLength * kEmbedding);
  const auto filters = random_floats(1, count * kDepth), bias = random_floats(2, count);
  std::vector<float> packed(kDepth * kPanel);
  pack_panels({filters.data(), count, kDepth}, 0, 1, packed.data());
  std::vector<float> features(kRows * kStride, NAN);
  std::vector<int32_t> where(kRows * kStride, -7);
  filter_panel_maxima({.vectors = vectors.data(),
                       .rows = kRows,
                       .row_floats = kLength * kEmbedding,
                       .embedding = kEmbedding,
                       .depth = kDepth,
                       .windows = kWindows,
                       .weight = packed.data(),
                       .bias = bias.data(),
                       .count = count,
                       .features = features.data(),
                       .where = where.data(),
                       .stride = kStride});
  for (int64_t row = 0; row < kRows; ++row) {
    for (int64_t f = 0; f < kStride; ++f) {
      const int64_t at = row * kStride + f;
      if (f >= count) {
        EXPECT_TRUE(std::isnan(features[at]) && where[at] == -7) << "beyond the panel";
        continue;
      }
      const std::vector<float> filter(filters.begin() + f * kDepth,
                                      filters.begin() + (f + 1) * kDepth);
      int32_t best = 0;
      for (int32_t t = 1; t < kWindows; ++t) {
        if (window_sum(vectors, filter, row, t) > window_sum(vectors, filter, row, best)) best = t;
      }
      const double value = window_sum(vectors, filter, row, best) + bias[f];
      EXPECT_NEAR(features[at], std::max(0.0, value), 1e-5);
      EXPECT_EQ(where[at], value > 0 ? best : -1);
    }
  }
}

TEST(FilterPanelMaxima, AreTheLargestWindowsOfTheDefinition) {
  for (const int64_t count : {1, 15, 16, 17, 32}) expect_panel(count);
}

TEST(AddScaledFloats, AddsAtEveryLength) {
  for (int64_t count = 0; count < 70; ++count) {
    const auto from = random_floats(0, count);
    auto to = random_floats(1, count + 1);
    std::vector<double> expected(to.begin(), to.end());
    for (int64_t i = 0; i < count; ++i) expected[i] += -0.7f * static_cast<double>(from[i]);
    add_scaled_floats(-0.7f, from.data(), count, to.data());
    expect_close(to, expected, 1e-6);
  }
}

TEST(FilterGradient, AddsTheWindowsThatWonTimesTheirSlopes) {
  for (const int64_t depth : {3, 8, 17, 64, 150}) {
    const int64_t length = depth + 4;  // vectors of one number
    const auto vectors = random_floats(0, kRows * length);
    const std::vector<int32_t> where = {0, -1, 4, 2, 2, -1};
    const auto slope = random_floats(1, kRows);
    auto weight = random_floats(2, depth);
    std::vector<double> expected(weight.begin(), weight.end());
    for (int64_t r = 0; r < kRows; ++r) {
      for (int64_t k = 0; k < depth && where[r] >= 0; ++k) {
        expected[k] += static_cast<double>(slope[r]) * vectors[r * length + where[r] + k];
      }
    }
    add_filter_gradient({.vectors = vectors.data(),
                         .rows = kRows,
                         .row_floats = length,
                         .embedding = 1,
                         .where = where.data(),
                         .slope = slope.data(),
                         .stride = 1,
                         .depth = depth,
                         .weight = weight.data()});
    expect_close(weight, expected, 1e-6);
  }
}

}  // namespace
}  // namespace lingan::engine::max_over_time_test
