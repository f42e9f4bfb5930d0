#include <lingan/engine/cpu/bfloat16_layer.h>

#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include <lingan/engine/cpu/affine.h>
#include <lingan/engine/precision.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::bfloat16_layer_test {
namespace {

float rounded(float value) {
  return std::bit_cast<float>(static_cast<uint32_t>(to_bfloat16(value)) << 16);
}

/// A layer and rows whose numbers bf16 holds exactly: what is left is the order of sums.
struct Problem {
  Problem(int64_t rows, int64_t inputs, int64_t outputs)
      : rows(rows),
        inputs(inputs),
        weight(random_floats(0, outputs * inputs)),
        bias(random_floats(1, outputs)),
        x(random_floats(2, rows * inputs)) {
    for (auto* values : {&weight, &x}) {
      for (float& value : *values) value = rounded(value);
    }
  }

  double expected(int64_t row, int64_t output) const {
    if (output >= static_cast<int64_t>(bias.size())) return 0.0;
    double sum = bias[output];
    for (int64_t k = 0; k < inputs; ++k) {
      sum += static_cast<double>(weight[output * inputs + k]) * x[row * inputs + k];
    }
    return sum;
  }

  int64_t rows, inputs;
  std::vector<float> weight, bias, x;
};

TEST(ToBfloat16, RoundsToTheNearestWithTiesToEven) {
  EXPECT_EQ(to_bfloat16(1.0f), 0x3f80);
  EXPECT_EQ(to_bfloat16(1.00390625f), 0x3f80);  // half way to the next: 0x3f80 is even
  EXPECT_EQ(to_bfloat16(1.01171875f), 0x3f82);  // half way from 0x3f81: 0x3f82 is even
  EXPECT_EQ(to_bfloat16(-1.0040f), 0xbf81);
  EXPECT_EQ(to_bfloat16(std::numeric_limits<float>::infinity()), 0x7f80);
  const uint16_t nan = to_bfloat16(std::numeric_limits<float>::quiet_NaN());
  EXPECT_GT(nan & 0x7fff, 0x7f80);
}

TEST(ToBfloat16, KeepsWhatItHoldsExactly) {
  for (const float value : random_floats(0, 100)) {
    const float near = rounded(value);
    EXPECT_EQ(rounded(near), near);
    EXPECT_LE(std::abs(near - value), std::abs(value) / 256);
  }
}

TEST(Bfloat16Layer, MultipliesAsTheDefinitionSays) {
  if (!has_bfloat16_products()) GTEST_SKIP() << "this processor does not multiply bf16 numbers";
  for (const int64_t inputs : {1, 2, 33, 256, 301}) {
    const Problem problem(19, inputs, 45);
    const Bfloat16Layer layer(PackedLayer(problem.weight, problem.bias, 0.0f));
    EXPECT_EQ(layer.pairs(), (inputs + 1) / 2);
    Bfloat16Rows rows;
    rows.pack(problem.x.data(), problem.rows, inputs);
    std::vector<float> out(static_cast<size_t>(rows.blocks() * kRowBlock * kPanel));
    for (int64_t panel = 0; panel < layer.panels(); ++panel) {
      multiply_bfloat16_panel(layer, panel, rows.all(), out.data());
      for (int64_t i = 0; i < problem.rows * kPanel; ++i) {
        ASSERT_NEAR(out[i], problem.expected(i / kPanel, panel * kPanel + i % kPanel), 2e-5)
            << inputs << " " << i;
      }
    }
  }
}

TEST(Bfloat16Layer, GivesARowAloneTheProductsThatItHasInItsBlock) {
  if (!has_bfloat16_products()) GTEST_SKIP() << "this processor does not multiply bf16 numbers";
  const Problem problem(11, 33, 66);
  const Bfloat16Layer layer(PackedLayer(problem.weight, problem.bias, 0.0f));
  Bfloat16Rows rows;
  rows.pack(problem.x.data(), problem.rows, problem.inputs);
  std::vector<float> all(static_cast<size_t>(rows.blocks() * kRowBlock * kPanel));
  std::vector<float> alone(kPanel);
  for (int64_t panel = 0; panel < layer.panels(); ++panel) {
    multiply_bfloat16_panel(layer, panel, rows.all(), all.data());
    for (int64_t row = 0; row < problem.rows; ++row) {
      multiply_bfloat16_row(layer, panel, rows.row(row), alone.data());
      const float* expected = all.data() + row * kPanel;
      EXPECT_EQ(alone, std::vector<float>(expected, expected + kPanel));
    }
  }
}

}  // namespace
}  // namespace lingan::engine::bfloat16_layer_test
