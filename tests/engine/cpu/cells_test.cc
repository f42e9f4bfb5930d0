#include <lingan/engine/cpu/cells.h>

#include <gtest/gtest.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::cells_test {
namespace {

/// Both shares of gate `gate` of unit j.
double sum_of(const std::vector<float>& input, const std::vector<float>& state, int64_t at) {
  return static_cast<double>(input[at]) + state[at];
}

// Widths that fill a vector, and ones that do not.
const std::vector<int64_t> kWidths = {1, 5, 16, 33, 64};

TEST(LstmCell, MatchesTheTextbook) {
  for (const int64_t h : kWidths) {
    const auto input = random_floats(0, 4 * h, 4), state = random_floats(1, 4 * h, 4);
    const auto before = random_floats(2, 2 * h);
    auto after = before;
    lstm_cell(input.data(), state.data(), h, after.data());
    std::vector<double> expected(2 * h);
    for (int64_t j = 0; j < h; ++j) {
      const double i = sigmoid(sum_of(input, state, j));
      const double f = sigmoid(sum_of(input, state, h + j));
      const double g = std::tanh(sum_of(input, state, 2 * h + j));
      const double o = sigmoid(sum_of(input, state, 3 * h + j));
      expected[h + j] = f * before[h + j] + i * g;
      expected[j] = o * std::tanh(expected[h + j]);
    }
    expect_close(after, expected, 1e-6);
  }
}

TEST(GruCell, MatchesTheTextbook) {
  for (const int64_t h : kWidths) {
    const auto input = random_floats(0, 3 * h, 4), state = random_floats(1, 3 * h, 4);
    const auto before = random_floats(2, h);
    auto after = before;
    gru_cell(input.data(), state.data(), h, after.data());
    std::vector<double> expected;
    for (int64_t j = 0; j < h; ++j) {
      const double r = sigmoid(sum_of(input, state, j));
      const double z = sigmoid(sum_of(input, state, h + j));
      const double n = std::tanh(input[2 * h + j] + r * state[2 * h + j]);
      expected.push_back((1 - z) * n + z * before[j]);
    }
    expect_close(after, expected, 1e-6);
  }
}

TEST(Cells, SaturateInsteadOfOverflowing) {
  const std::vector<float> large(4, 1e30f), zero(4, 0.0f);
  std::vector<float> state = {0.0f, 0.5f};
  lstm_cell(large.data(), zero.data(), 1, state.data());
  EXPECT_FLOAT_EQ(state[1], 1.5f);  // everything kept, and 1 added
  EXPECT_FLOAT_EQ(state[0], std::tanh(1.5f));
  const std::vector<float> small(4, -1e30f);
  lstm_cell(small.data(), zero.data(), 1, state.data());
  EXPECT_NEAR(state[1], 0.0f, 1e-30f);
  EXPECT_NEAR(state[0], 0.0f, 1e-30f);
}

TEST(Cells, WriteNothingBeyondTheirRow) {
  const auto input = random_floats(0, 12), state = random_floats(1, 12);
  std::vector<float> row = {1, 2, 3, 4, 5, 6, 77, 78};
  lstm_cell(input.data(), state.data(), 3, row.data());
  EXPECT_EQ(row[6], 77.0f);
  EXPECT_EQ(row[7], 78.0f);
  row[3] = 79.0f;
  gru_cell(input.data(), state.data(), 3, row.data());
  EXPECT_EQ(row[3], 79.0f);
}

}  // namespace
}  // namespace lingan::engine::cells_test
