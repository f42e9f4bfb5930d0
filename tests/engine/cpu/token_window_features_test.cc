#include <lingan/engine/cpu/token_window_features.h>

#include <gtest/gtest.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::token_window_features_test {
namespace {

constexpr int64_t kEmbedding = 7, kWidth = 3;

TEST(PartialProducts, AreThoseOfEveryTokenAndPositionOfTheWindow) {
  for (const int64_t floats : {16, 32, 64}) {
    for (const int64_t tokens : {1, 5, 6, 13}) {
      const auto embeddings = random_floats(0, tokens * kEmbedding);
      const auto weight = random_floats(1, kWidth * kEmbedding * floats);
      std::vector<const float*> rows;
      for (int64_t i = 0; i < tokens; ++i) rows.push_back(&embeddings[i * kEmbedding]);
      std::vector<float> table(tokens * kWidth * floats, NAN);
      compute_partial_products({rows, weight.data(), kEmbedding, kWidth, floats, table.data()});
      std::vector<double> expected;
      for (int64_t i = 0; i < tokens; ++i) {
        for (int64_t k = 0; k < kWidth; ++k) {
          for (int64_t f = 0; f < floats; ++f) {
            double sum = 0;
            for (int64_t e = 0; e < kEmbedding; ++e) {
              sum += static_cast<double>(rows[i][e]) * weight[(k * kEmbedding + e) * floats + f];
            }
            expected.push_back(sum);
          }
        }
      }
      expect_close(table, expected, 1e-6);
    }
  }
}

/// Three sentences of which each shares a longer prefix with the first.
TEST(TokenWindowRun, TakesTheLargestWindowOfEveryRow) {
  constexpr int64_t kLength = 6, kSlots = 10;
  for (const int64_t floats : {16, 32, 64}) {
    const int64_t count = floats - 3;
    const auto table = random_floats(0, kSlots * kWidth * floats);
    const auto bias = random_floats(1, floats);
    const std::vector<int32_t> slots = {0, 1, 2, 3, 4, 5,  //
                                        0, 6, 7, 8, 9, 1,  //
                                        0, 6, 7, 8, 2, 3};
    const std::vector<int32_t> prefix = {0, 1, 4};
    std::vector<float> features(3 * count, NAN);
    std::vector<float*> rows = {&features[0], &features[count], &features[2 * count]};
    std::vector<float> scratch((kLength - kWidth + 2) * floats);
    reduce_token_window_run({.table = table.data(),
                             .width = kWidth,
                             .floats = floats,
                             .length = kLength,
                             .prefix = prefix,
                             .slots = slots.data(),
                             .bias = bias.data(),
                             .count = count,
                             .features = rows,
                             .scratch = scratch});
    std::vector<double> expected;
    for (int64_t row = 0; row < 3; ++row) {
      for (int64_t f = 0; f < count; ++f) {
        double best = -1e30;
        for (int64_t t = 0; t + kWidth <= kLength; ++t) {
          double sum = 0;
          for (int64_t k = 0; k < kWidth; ++k) {
            sum += table[(slots[row * kLength + t + k] * kWidth + k) * floats + f];
          }
          best = std::max(best, sum);
        }
        expected.push_back(std::max(0.0, best + bias[f]));
      }
    }
    expect_close(features, expected, 1e-6);
  }
}

}  // namespace
}  // namespace lingan::engine::token_window_features_test
