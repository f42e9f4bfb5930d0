#include <lingan/engine/cpu/affine.h>

#include <tuple>

#include <gtest/gtest.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::affine_test {
namespace {

/// A layer and rows that lie further apart than they are wide.
struct Problem {
  Problem(int64_t rows, int64_t inputs, int64_t outputs)
      : rows(rows),
        inputs(inputs),
        outputs(outputs),
        stride(inputs + 3),
        weight(random_floats(0, outputs * inputs)),
        bias(random_floats(1, outputs)),
        x(random_floats(2, rows * stride)),
        layer(weight, bias, 0.0f) {}

  std::vector<float> solve(int64_t first, int64_t count) const {
    RowBlocks blocks;
    blocks.pack(x.data() + first * stride, count, inputs, stride);
    std::vector<float> out(static_cast<size_t>(count * layer.padded_outputs()), NAN);
    affine(layer, blocks, out.data());
    return out;
  }

  std::vector<double> expected() const {
    std::vector<double> out;
    for (int64_t r = 0; r < rows; ++r) {
      for (int64_t o = 0; o < layer.padded_outputs(); ++o) {
        double sum = o < outputs ? bias[o] : 0.0;
        for (int64_t k = 0; k < inputs && o < outputs; ++k) {
          sum += static_cast<double>(weight[o * inputs + k]) * x[r * stride + k];
        }
        out.push_back(sum);
      }
    }
    return out;
  }

  int64_t rows, inputs, outputs, stride;
  std::vector<float> weight, bias, x;
  PackedLayer layer;
};

TEST(Affine, IsTheProductOfTheDefinition) {
  for (const auto& [rows, inputs, outputs] : std::vector<std::tuple<int64_t, int64_t, int64_t>>{
           {1, 1, 1}, {7, 3, 31}, {8, 128, 32}, {9, 129, 33}, {21, 300, 70}}) {
    const Problem problem(rows, inputs, outputs);
    expect_close(problem.solve(0, rows), problem.expected(), 2e-6 * std::sqrt(double(inputs)));
  }
}

TEST(Affine, OfARowDoesNotDependOnTheRowsBesideIt) {
  const Problem problem(23, 200, 40);
  const auto all = problem.solve(0, 23);
  const auto width = static_cast<size_t>(problem.layer.padded_outputs());
  for (int64_t row = 0; row < 23; ++row) {
    const auto first = all.begin() + static_cast<int64_t>(width) * row;
    ASSERT_EQ(problem.solve(row, 1), std::vector<float>(first, first + width)) << row;
  }
}

TEST(Affine, OfOnePanelIsItsPartOfTheWhole) {
  const Problem problem(11, 17, 70);
  const auto all = problem.solve(0, 11);
  RowBlocks blocks;
  blocks.pack(problem.x.data(), 11, 17, problem.stride);
  for (int64_t panel = 0; panel < 3; ++panel) {
    std::vector<float> out(11 * kPanel);
    multiply_panel(problem.layer, panel, blocks, {out.data(), kPanel});
    for (int64_t i = 0; i < 11 * kPanel; ++i) {
      EXPECT_EQ(out[i], all[i / kPanel * 96 + panel * kPanel + i % kPanel]);
    }
  }
}

TEST(RowBlocks, InterleaveRowsWithZerosAfterTheLast) {
  constexpr int64_t kRows = kRowBlock + 2;
  const auto x = random_floats(0, kRows * 4);
  RowBlocks blocks;
  blocks.pack(x.data(), kRows, 3, 4);
  EXPECT_EQ(blocks.count(), kRows);
  EXPECT_EQ(blocks.blocks(), 2);
  EXPECT_EQ(blocks.rows_in(0), kRowBlock);
  EXPECT_EQ(blocks.rows_in(1), 2);
  for (int64_t row = 0; row < 2 * kRowBlock; ++row) {
    for (int64_t k = 0; k < 3; ++k) {
      EXPECT_EQ(blocks.block(row / kRowBlock)[k * kRowBlock + row % kRowBlock],
                row < kRows ? x[row * 4 + k] : 0.0f);
    }
  }
}

}  // namespace
}  // namespace lingan::engine::affine_test
