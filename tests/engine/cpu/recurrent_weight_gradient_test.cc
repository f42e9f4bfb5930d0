#include <lingan/engine/cpu/recurrent_layer.h>

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::recurrent_weight_gradient_test {
namespace {

constexpr int64_t kInputs = 64, kWidth = 32;

/// Slopes of the gates and what they were computed from, all drawn, and the sums of their products.
struct Sums {
  Sums(int32_t gates, int64_t tokens)
      : offsets{0, tokens},
        shape{gates, 1, offsets.data(), kInputs, kWidth},
        input(random_floats(0, tokens * kInputs)),
        previous_hidden(random_floats(1, tokens * kWidth)),
        gate_slope(random_floats(2, tokens * 4 * kWidth)),
        input_weight(shape.outputs() * kInputs, NAN),
        hidden_weight(shape.outputs() * kWidth, NAN),
        input_bias(shape.outputs(), NAN),
        hidden_bias(shape.outputs(), NAN) {}
  Sums(const Sums&) = delete;  // shape points into it

  void compute(int64_t block) {
    const std::vector<float> zeros(kInputs, 0.0f);
    recurrent_weight_gradient(
        {shape, input.data(), previous_hidden.data(), gate_slope.data(), zeros.data(),
         input_weight.data(), hidden_weight.data(), input_bias.data(), hidden_bias.data()},
        block);
  }
  void compute_all() {
    for (int64_t block = 0; block < 4 * kWidth / kGateBlock; ++block) compute(block);
  }

  /// Slopes of one column of the gates times one of `rows`; by themselves where there are none.
  double product(int64_t gate, const std::vector<float>& rows, int64_t width,
                 int64_t column) const {
    double sum = 0;
    for (int64_t t = 0; t < shape.tokens(); ++t) {
      const double factor = rows.empty() ? 1.0 : rows[t * width + column];
      sum += factor * gate_slope[t * 4 * kWidth + gate];
    }
    return sum;
  }

  std::vector<int64_t> offsets;
  RecurrentShape shape;
  std::vector<float> input, previous_hidden, gate_slope;
  std::vector<float> input_weight, hidden_weight, input_bias, hidden_bias;
};

/// More tokens than a block of the kernel's has.
constexpr int64_t kTokens = 300;

/// The state's rows of a GRU's n gate have slopes of their own, the fourth quarter of the columns.
TEST(RecurrentWeightGradient, IsTheSumOfSlopesTimesInputs) {
  for (const int32_t gates : {4, 3}) {
    Sums sums(gates, kTokens);
    sums.compute_all();
    for (int64_t row = 0; row < sums.shape.outputs(); ++row) {
      const int64_t of_state = gates == 3 && row >= 2 * kWidth ? row + kWidth : row;
      ASSERT_NEAR(sums.input_bias[row], sums.product(row, {}, 0, 0), 1e-4) << row;
      ASSERT_NEAR(sums.hidden_bias[row], sums.product(of_state, {}, 0, 0), 1e-4) << row;
      for (int64_t k = 0; k < kInputs; k += 7) {
        ASSERT_NEAR(sums.input_weight[row * kInputs + k], sums.product(row, sums.input, kInputs, k),
                    1e-4);
      }
      for (int64_t k = 0; k < kWidth; k += 5) {
        ASSERT_NEAR(sums.hidden_weight[row * kWidth + k],
                    sums.product(of_state, sums.previous_hidden, kWidth, k), 1e-4);
      }
    }
  }
}

/// A thread that takes one block touches no other's rows.
TEST(RecurrentWeightGradient, OfABlockAreItsRowsAlone) {
  Sums all(4, 9), one(4, 9);
  all.compute_all();
  one.compute(2);
  for (int64_t i = 0; i < 4 * kWidth * kInputs; ++i) {
    const bool mine = i / kInputs / kGateBlock == 2;
    ASSERT_TRUE(mine ? one.input_weight[i] == all.input_weight[i] : std::isnan(one.input_weight[i]))
        << i;
  }
}

/// The third quarter of a GRU's columns belongs to the input's weights, the fourth to the state's.
TEST(RecurrentWeightGradient, OfAGruDividesTheNGate) {
  Sums third(3, 9), fourth(3, 9);
  third.compute(2);
  fourth.compute(3);
  EXPECT_FALSE(std::isnan(third.input_bias[2 * kWidth]));
  EXPECT_TRUE(std::isnan(third.hidden_bias[2 * kWidth]));
  EXPECT_TRUE(std::isnan(fourth.input_bias[2 * kWidth]));
  EXPECT_FALSE(std::isnan(fourth.hidden_bias[2 * kWidth]));
}

}  // namespace
}  // namespace lingan::engine::recurrent_weight_gradient_test
