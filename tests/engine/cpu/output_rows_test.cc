#include <lingan/engine/cpu/output_rows.h>

#include <gtest/gtest.h>

#include <limits>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::output_rows_test {
namespace {

/// All logits of 19 rows over 70 tokens within `tolerance` of the definition.
void expect_logits(Precision precision, double tolerance) {
  constexpr int64_t kRows = 19, kWidth = 33, kTokens = 70;
  const auto weight = random_floats(0, kTokens * kWidth), bias = random_floats(1, kTokens);
  const auto hidden = random_floats(2, kRows * kWidth);
  const OutputLayer layer(weight, bias, precision);
  EXPECT_EQ(layer.is_narrow(), precision == Precision::kBfloat16);
  OutputRows rows;
  rows.pack(layer, random_floats(9, 99).data(), 3);  // replaced by the next call
  rows.pack(layer, hidden.data(), kRows);
  EXPECT_EQ(rows.count(), kRows);
  EXPECT_EQ(rows.blocks(), (kRows + kRowBlock - 1) / kRowBlock);
  const int64_t padded = layer.packed().padded_outputs();
  std::vector<float> logits(kRows * padded, NAN);
  output_logits(layer, rows, logits.data());
  for (int64_t i = 0; i < kRows * padded; ++i) {
    const int64_t row = i / padded, token = i % padded;
    if (token >= kTokens) {
      EXPECT_EQ(logits[i], -std::numeric_limits<float>::infinity());
      continue;
    }
    double expected = bias[token];
    for (int64_t k = 0; k < kWidth; ++k) {
      expected += static_cast<double>(weight[token * kWidth + k]) * hidden[row * kWidth + k];
    }
    EXPECT_NEAR(logits[i], expected, tolerance) << row << " " << token;
  }
}

TEST(OutputRows, GiveAllLogits) { expect_logits(Precision::kFloat32, 1e-5); }

TEST(OutputRows, GiveAllLogitsWithBfloat16Products) {
  if (!has_bfloat16_products()) GTEST_SKIP() << "this processor does not multiply bf16 numbers";
  expect_logits(Precision::kBfloat16, 0.05);
}

}  // namespace
}  // namespace lingan::engine::output_rows_test
