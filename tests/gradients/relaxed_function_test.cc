#include <lingan/gradients/relaxed_function.h>

#include <gtest/gtest.h>

#include <cmath>

namespace lingan::gradients::relaxed_function_test {
namespace {

TEST(RelaxedFunction, IsThePolynomialOfTheWeightedSum) {
  const RelaxedFunction function{.values = {1, 2, 4}, .polynomial = {6.25, -5, 1}};
  EXPECT_EQ(vertex_values(function), (std::vector<double>{2.25, .25, 2.25}));
  const RelaxedFunction sigmoid{.values = {1, 2, 4}, .polynomial = {-7, 3}, .sigmoid = true};
  EXPECT_NEAR(vertex_values(sigmoid)[0], 1 / (1 + std::exp(4.0)), 1e-15);
}

TEST(RelaxedFunction, HasTheGradientOfFiniteDifferences) {
  const std::vector<double> x = {.2, .5, .3};
  for (const bool sigmoid : {false, true}) {
    const RelaxedFunction function{
        .values = {1, 2, 4}, .polynomial = {.5, -1, .25, .125}, .sigmoid = sigmoid};
    const auto value = [&](size_t moved, double step) {
      double y = 0;
      for (size_t i = 0; i < 3; ++i) y += (x[i] + (i == moved ? step : 0)) * function.values[i];
      const double p = .5 - y + .25 * y * y + .125 * y * y * y;
      return sigmoid ? 1 / (1 + std::exp(-p)) : p;
    };
    for (size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(gradient_at(function, x)[i], (value(i, 1e-4) - value(i, -1e-4)) / 2e-4, 1e-6);
    }
    EXPECT_EQ(gradient_at_vertex(function, 1), gradient_at(function, std::vector<double>{0, 1, 0}));
  }
}

TEST(RelaxedFunction, OfNoCoefficientIsZero) {
  const RelaxedFunction function{.values = {1, 2}, .polynomial = {}};
  EXPECT_EQ(vertex_values(function), (std::vector<double>{0, 0}));
}

}  // namespace
}  // namespace lingan::gradients::relaxed_function_test
