#include <lingan/gradients/gumbel_quadrature.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <lingan/gradients/softmax.h>

namespace lingan::gradients::gumbel_quadrature_test {
namespace {

TEST(GumbelQuadrature, GivesEachTokenItsProbability) {
  for (const std::vector<double>& logits :
       {std::vector<double>{.5, -.2, 1}, {3, -4, 0}, {0, 20, 1}, {.5, -1.5}, {-30, 2}}) {
    for (const double temperature : {.01, .1, 1.0, 30.0}) {
      std::vector<double> masses(logits.size());
      integrate_gumbel(logits, {temperature, temperature},
                       [&](size_t token, std::span<const double> y, double weight) {
                         masses[token] += weight;
                         double sum = 0;
                         for (const double entry : y) sum += entry;
                         ASSERT_NEAR(sum, 1, 1e-14);
                       });
      const auto expected = softmax(logits, 1);
      for (size_t i = 0; i < logits.size(); ++i) EXPECT_NEAR(masses[i], expected[i], 1e-13);
    }
  }
}

/// Of two equal logits at temperature 1, y is uniform: the difference of two Gumbel numbers is
/// logistic.
TEST(GumbelQuadrature, OfTwoEqualLogitsIntegratesAUniformNumber) {
  for (int power = 1; power < 7; ++power) {
    double moment = 0;
    integrate_gumbel(std::vector<double>{2, 2}, {1, 1},
                     [&](size_t, std::span<const double> y, double weight) {
                       moment += weight * std::pow(y[0], power);
                     });
    EXPECT_NEAR(moment, 1.0 / (power + 1), 1e-13) << power;
  }
}

/// Of three, the third being unlikely, what the two others have among them is as if it were absent.
TEST(GumbelQuadrature, OfAnUnlikelyThirdTokenIsThatOfTwo) {
  double two = 0, three = 0;
  integrate_gumbel(std::vector<double>{.5, -1}, {.3, .3},
                   [&](size_t, std::span<const double> y, double weight) {
                     two += weight * y[0] * y[0] * y[1];
                   });
  integrate_gumbel(std::vector<double>{.5, -1, -90}, {.3, .3},
                   [&](size_t, std::span<const double> y, double weight) {
                     three += weight * y[0] * y[0] * y[1];
                   });
  EXPECT_NEAR(two, three, 1e-13);
}

}  // namespace
}  // namespace lingan::gradients::gumbel_quadrature_test
