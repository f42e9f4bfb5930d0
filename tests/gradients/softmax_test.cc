#include <lingan/gradients/softmax.h>

#include <gtest/gtest.h>

#include <cmath>

namespace lingan::gradients::softmax_test {
namespace {

TEST(Softmax, IsOfLogitsOverTheTemperature) {
  const std::vector<double> logits = {0, std::log(4.0)};
  EXPECT_NEAR(softmax(logits, 1)[1], .8, 1e-15);
  EXPECT_NEAR(softmax(logits, 2)[1], 2.0 / 3, 1e-15);
}

TEST(Softmax, KeepsLargeLogitsFinite) {
  const std::vector<double> logits = {1e100, -1e100, 1e100};
  EXPECT_EQ(softmax(logits, 1), (std::vector<double>{.5, 0, .5}));
}

TEST(Softmax, HandsBackTheGradientOfFiniteDifferences) {
  const std::vector<double> logits = {.3, -1, .7}, gradient = {2, -1, .5};
  const auto backward = softmax_backward(softmax(logits, 1), gradient);
  for (size_t i = 0; i < 3; ++i) {
    const auto value = [&](double step) {
      auto moved = logits;
      moved[i] += step;
      double sum = 0;
      for (size_t j = 0; j < 3; ++j) sum += gradient[j] * softmax(moved, 1)[j];
      return sum;
    };
    EXPECT_NEAR(backward[i], (value(1e-4) - value(-1e-4)) / 2e-4, 1e-8);
  }
}

}  // namespace
}  // namespace lingan::gradients::softmax_test
