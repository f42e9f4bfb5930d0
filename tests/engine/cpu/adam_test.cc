#include <lingan/engine/cpu/adam.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace lingan::adam_test {
namespace {

struct Weights {
  explicit Weights(size_t count) : weight(count), gradient(count), mean(count), square(count) {
    for (size_t i = 0; i < count; ++i) {
      const auto x = static_cast<float>(i);
      weight[i] = std::sin(x);
      gradient[i] = std::cos(3 * x);
      mean[i] = 0.1f * std::sin(2 * x);
      square[i] = 0.01f * (1 + std::cos(x));
    }
  }
  engine::AdamTensor tensor() {
    return {weight.data(), gradient.data(), mean.data(), square.data()};
  }
  std::vector<float> weight, gradient, mean, square;
};

constexpr engine::AdamFactors kFactors = {0.5f,  0.9f, 0.999f, 0.1f, 0.001f,
                                          1e-2f, 3.0f, 1e-8f,  0.9f};

TEST(AdamStep, IsTheAlgorithmOfThePapers) {
  Weights w(77);
  const Weights before = w;
  engine::adam_step(kFactors, w.tensor(), 0, 77);
  for (size_t i = 0; i < 77; ++i) {
    const double g = 0.5 * before.gradient[i];
    const double mean = 0.9 * before.mean[i] + 0.1 * g;
    const double square = 0.999 * before.square[i] + 0.001 * g * g;
    EXPECT_NEAR(w.mean[i], mean, 1e-7);
    EXPECT_NEAR(w.square[i], square, 1e-7);
    const double change = 1e-2 * mean / (3 * std::sqrt(square) + 1e-8);
    EXPECT_NEAR(w.weight[i], 0.9 * before.weight[i] - change, 1e-6);
  }
}

TEST(AdamStep, DoesNotDependOnHowItsRangeIsCut) {
  Weights whole(100), parts(100);
  engine::adam_step(kFactors, whole.tensor(), 0, 100);
  engine::adam_step(kFactors, parts.tensor(), 37, 100);
  engine::adam_step(kFactors, parts.tensor(), 0, 3);
  engine::adam_step(kFactors, parts.tensor(), 3, 37);
  EXPECT_EQ(whole.weight, parts.weight);
  EXPECT_EQ(whole.mean, parts.mean);
  EXPECT_EQ(whole.square, parts.square);
}

TEST(SumOfSquares, IsTheSum) {
  std::vector<float> values(10001, 0.5f);
  values[10000] = 2.0f;
  EXPECT_DOUBLE_EQ(engine::sum_of_squares(values.data(), 10001), 2504.0);
  EXPECT_EQ(engine::sum_of_squares(values.data(), 0), 0.0);
}

}  // namespace
}  // namespace lingan::adam_test
