#include <lingan/engine/cpu/highway_sums.h>

#include <gtest/gtest.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::highway_sums_test {
namespace {

/// Adds all panels of `width` features and compares every row's total with the definition.
void expect_totals(bool shared, int64_t width, int64_t rows) {
  const HighwayPanel panel{shared};
  const int64_t whole = panel.features();
  const int64_t panels = (width + whole - 1) / whole;
  const auto x = random_floats(0, rows * width);
  std::vector<double> expected(rows);
  HighwaySums sums(panel, x.data(), rows, width);
  for (int64_t p = 0; p < panels; ++p) {
    const auto number = static_cast<uint32_t>(p);
    const auto products = random_floats(10 + number, rows * kPanel, 3);
    auto output = random_floats(50 + number, whole);
    for (int64_t j = 0; j < whole; ++j) {
      if (p * whole + j >= width) output[j] = 0.0f;  // no such feature
    }
    sums.add(products.data(), output.data(), p);
    for (int64_t r = 0; r < rows; ++r) {
      for (int64_t j = 0; j < whole && p * whole + j < width; ++j) {
        const double h = std::max(0.0f, products[r * kPanel + j]);
        const double g = sigmoid(products[r * kPanel + panel.gates() + j]);
        expected[r] += output[j] * (g * h + (1 - g) * x[r * width + p * whole + j]);
      }
    }
  }
  for (int64_t r = 0; r < rows; ++r) {
    EXPECT_NEAR(sums.total(r), expected[r], 1e-5) << width << " row " << r;
  }
}

TEST(HighwaySums, AreThoseOfTheDefinition) {
  for (const bool shared : {false, true}) {
    for (const int64_t width : {1, 15, 16, 32, 33, 100}) expect_totals(shared, width, 5);
  }
}

TEST(HighwayPanel, HoldsGatesOfItsOwnUnlessWeightsAreShared) {
  EXPECT_EQ((HighwayPanel{false}).features(), kPanel / 2);
  EXPECT_EQ((HighwayPanel{false}).gates(), kPanel / 2);
  EXPECT_EQ((HighwayPanel{true}).features(), kPanel);
  EXPECT_EQ((HighwayPanel{true}).gates(), 0);
}

}  // namespace
}  // namespace lingan::engine::highway_sums_test
