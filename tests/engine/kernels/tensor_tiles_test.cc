// Products of tensor cores that round toward zero, against double.
#include <lingan/engine/kernels/tensor_tiles.h>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include <lingan/engine/kernels/layer_product.h>

#include "tests/engine/host_backend.h"

namespace lingan::engine {
namespace {

using Tiles = TensorTiles<HostTensorCore>;

/// Rows and weights of a layer, drawn from [lowest, 1).
struct Operands {
  int64_t count, outputs, depth;
  std::vector<float> rows, weights, bias;

  Operands(int64_t count, int64_t outputs, int64_t depth, float lowest)
      : count(count), outputs(outputs), depth(depth) {
    std::mt19937 random(3);
    std::uniform_real_distribution<float> distribution(lowest, 1.0f);
    for (auto* values : {&rows, &weights, &bias}) {
      values->resize((values == &rows ? count : outputs) * (values == &bias ? 1 : depth));
      for (float& value : *values) value = distribution(random);
    }
  }

  Product product() const {
    return {rows.data(), depth, nullptr, weights.data(), bias.data(), depth, outputs};
  }

  template <int kThreads>
  std::vector<float> multiplied() const {
    std::vector<float> results(count * outputs, -1.0f);
    const LayerProductKernel<Tiles> kernel{product(), count, nullptr, 0, results.data()};
    HostBackend<kThreads>().launch(kernel, kernel.pieces());
    return results;
  }

  /// The largest difference from double, relative to the sum of magnitudes.
  double error(const std::vector<float>& found) const {
    double worst = 0;
    for (int64_t r = 0; r < count; ++r) {
      for (int64_t o = 0; o < outputs; ++o) {
        double sum = bias[o], magnitude = std::abs(bias[o]);
        for (int64_t k = 0; k < depth; ++k) {
          const double term = double{rows[r * depth + k]} * weights[o * depth + k];
          sum += term;
          magnitude += std::abs(term);
        }
        worst = std::max(worst, std::abs(found[r * outputs + o] - sum) / magnitude);
      }
    }
    return worst;
  }
};

TEST(HostTensorCore, RoundsTowardZero) {
  EXPECT_EQ(HostTensorCore::cut(1.0 + 0x1.8p-24), 1.0f);
  EXPECT_EQ(HostTensorCore::cut(-1.0 - 0x1.8p-23), -1.0f - 0x1p-23f);
  EXPECT_EQ(HostTensorCore::to_tf32(1.0f + 0x1p-11f), 1.0f + 0x1p-10f);
  EXPECT_EQ(HostTensorCore::to_tf32(-1.0f - 0x1p-12f), -1.0f);
}

TEST(HostTensorCore, LosesALongSumThatStaysInIt) {
  constexpr int kSteps = 30000 / 8;
  HostTensorCore::Rows rows;
  HostTensorCore::Weights weights;
  HostTensorCore::Sums sums{};
  std::mt19937 random(3);
  std::uniform_real_distribution<float> distribution(0.0f, 1.0f);
  double exact = 0;
  for (int step = 0; step < kSteps; ++step) {
    for (float& x : rows.x) x = HostTensorCore::to_tf32(distribution(random));
    for (float& x : weights.x) x = HostTensorCore::to_tf32(distribution(random));
    for (int k = 0; k < 8; ++k) exact += double{rows.x[k]} * weights.x[k];
    HostTensorCore::multiply_add(sums, rows, weights);
  }
  EXPECT_LT(sums.x[0], exact * (1 - 1e-4));
}

TEST(TensorTiles, KeepSumsOfPositiveNumbersAtAnyDepth) {
  for (const int64_t depth : {1, 256, 512, 5000, 30000}) {
    const Operands operands(5, 7, depth, 0.0f);
    EXPECT_LT(operands.error(operands.multiplied<1>()), 2e-6) << depth;
  }
}

TEST(TensorTiles, KeepSumsOfNumbersOfBothSigns) {
  for (const int64_t depth : {300, 5000, 30000}) {
    const Operands operands(5, 7, depth, -1.0f);
    EXPECT_LT(operands.error(operands.multiplied<1>()), 3e-7) << depth;
  }
}

TEST(TensorTiles, CoverMatricesThatAreNoMultiplesOfATile) {
  const Operands operands(67, 130, 37, -1.0f);
  const auto found = operands.multiplied<1>();
  EXPECT_LT(operands.error(found), 5e-7);
  EXPECT_EQ(found, operands.multiplied<4>());
}

TEST(TensorTiles, HandOnWhatIsNotFinite) {
  Operands operands(2, 2, 40, -1.0f);
  operands.rows[3] = INFINITY;
  const auto found = operands.multiplied<1>();
  EXPECT_FALSE(std::isfinite(found[0]));
  EXPECT_FALSE(std::isfinite(found[1]));
  EXPECT_TRUE(std::isfinite(found[2]));
}

}  // namespace
}  // namespace lingan::engine
