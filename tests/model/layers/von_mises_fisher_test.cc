#include <lingan/model/layers/von_mises_fisher.h>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/model/finite_differences.h"

namespace lingan::von_mises_fisher_test {
namespace {

/// ln I_v(x) as SciPy has it: numpy.log(scipy.special.ive(v, x)) + x, and mpmath (40 digits) where
/// that is 0 or infinite.
TEST(LogBessel, EqualsScipy) {
  struct Case {
    double order, x, expected;
  };
  for (const Case& c : std::vector<Case>{{0, 0.1, 0.0024984392338762438},
                                         {0, 10, 7.9429720831186952},
                                         {0, 700, 695.8056999984434},
                                         {1, 0.001, -7.6009023345420852},
                                         {2.5, 4, 1.5597489882137545},
                                         {15, 0.5, -48.689780999297355},
                                         {15, 200, 195.86888265057377},
                                         {31, 1, -99.571974575165498},
                                         {31, 31, 13.709270677469416},
                                         {31, 1000, 995.14660696382873},
                                         {149, 20, -256.25908816636246},
                                         {149, 150, 77.20923470997262},
                                         {511, 3, -2472.6250822456091},
                                         {511, 2000, 1930.3329720032925}}) {
    EXPECT_NEAR(log_bessel(c.order, c.x).value, c.expected, 1e-12 * std::abs(c.expected) + 1e-12)
        << c.order << " " << c.x;
  }
}

/// I_{1/2}(x) = sqrt(2 / (pi x)) sinh x, and I_{3/2} / I_{1/2} = coth x - 1 / x.
TEST(LogBessel, IsElementaryAtAHalf) {
  for (const double x : {1e-3, 0.5, 2.0, 30.0, 300.0}) {
    const LogBessel actual = log_bessel(0.5, x);
    const double sinh = x + std::log1p(-std::exp(-2 * x)) - std::log(2.0);  // its logarithm
    EXPECT_NEAR(actual.value, 0.5 * std::log(2 / (std::numbers::pi * x)) + sinh, 1e-11);
    if (x >= 0.5) {
      EXPECT_NEAR(actual.ratio, 1 / std::tanh(x) - 1 / x, 1e-12);
    } else {
      EXPECT_NEAR(actual.ratio, x / 3, 1e-9);
    }
  }
}

TEST(LogBessel, HasTheRatioOfNeighbours) {
  for (const double order : {0.0, 1.0, 31.0, 511.0}) {
    for (const double x : {1e-6, 0.1, 3.0, 80.0, 5000.0}) {
      const double expected = std::exp(log_bessel(order + 1, x).value - log_bessel(order, x).value);
      EXPECT_NEAR(log_bessel(order, x).ratio, expected, 1e-9 * expected) << order << " " << x;
    }
  }
}

/// In three dimensions the density is k / (4 pi sinh k) e^(k cos): a number for each sentence.
TEST(VonMisesFisherLoss, IsTheDensityOnTheSphere) {
  const auto points = torch::tensor({{0.3, -2.0, 1.0}, {0.0, 0.0, 4.0}}, torch::kFloat64);
  const auto embeddings = torch::tensor({{2.0, 0.5, 1.0}, {0.0, 3.0, 4.0}}, torch::kFloat64);
  const auto actual = von_mises_fisher_loss(points, embeddings);
  for (int64_t row = 0; row < 2; ++row) {
    const double k = points[row].norm().item<double>();
    const double product =
        (points[row].dot(embeddings[row]) / embeddings[row].norm()).item<double>();
    const double expected = -std::log(k / (4 * std::numbers::pi * std::sinh(k))) - product;
    EXPECT_NEAR(actual[row].item<double>(), expected, 1e-10);
  }
}

TEST(VonMisesFisherLoss, HasTheGradientOfFiniteDifferences) {
  const auto embeddings = float64_leaf({4, 6}, 2).detach();
  expect_gradient(
      [&](const auto& inputs) { return mixed(von_mises_fisher_loss(inputs[0], embeddings)); },
      {float64_leaf({4, 6}, 1, 5.0)});
}

/// A maximum of the likelihood: of directions about one mean the best point has their mean's
/// direction, and a length whose ratio is the mean's length.
TEST(VonMisesFisherLoss, IsLeastWhereDirectionsScatterAsTheyDo) {
  auto directions = torch::tensor(
      {{1.0, 0.2, 0.0, 0.1}, {0.9, -0.3, 0.2, 0.0}, {1.0, 0.0, 0.4, -0.2}}, torch::kFloat64);
  directions = directions / directions.norm(2, 1, true);
  auto point = torch::full({1, 4}, 0.5, torch::kFloat64).requires_grad_();
  for (int step = 0; step < 20000; ++step) {
    const auto loss = von_mises_fisher_loss(point.expand({3, 4}), directions).mean();
    const auto gradient = torch::autograd::grad({loss}, {point})[0];
    const torch::NoGradGuard no_gradient;
    point -= 2.0 * gradient;
  }
  const auto mean = directions.mean(0);
  EXPECT_GT(torch::cosine_similarity(point[0], mean, 0).item<double>(), 1 - 1e-9);
  EXPECT_NEAR(log_bessel(1, point.norm().item<double>()).ratio, mean.norm().item<double>(), 1e-6);
}

TEST(VonMisesFisherLoss, IsFiniteAtTheOriginAndFarFromIt) {
  for (const double length : {0.0, 1e-20, 1e5}) {
    auto point = torch::full({1, 8}, length).requires_grad_();
    const auto loss = von_mises_fisher_loss(point, torch::ones({1, 8}));
    loss.sum().backward();
    EXPECT_TRUE(std::isfinite(loss.item<double>())) << length;
    EXPECT_TRUE(torch::isfinite(point.grad()).all().item<bool>()) << length;
  }
}

}  // namespace
}  // namespace lingan::von_mises_fisher_test
