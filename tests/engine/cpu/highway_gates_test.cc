#include <lingan/engine/cpu/highway_gates.h>

#include <gtest/gtest.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::highway_gates_test {
namespace {

/// Written out in double: y = x + sigmoid(t) (ReLU(h) - x).
std::vector<double> plain_highway(const HighwayShape& shape, const std::vector<double>& sums,
                                  const std::vector<double>& x) {
  std::vector<double> y;
  for (int64_t j = 0; j < shape.width; ++j) {
    const double t = sums[shape.shared ? j : shape.width + j];
    y.push_back(x[j] + sigmoid(t) * (std::max(0.0, sums[j]) - x[j]));
  }
  return y;
}

/// sum over j of slope[j] y[j]: what the gradient differentiates.
double loss(const HighwayShape& shape, const std::vector<double>& sums,
            const std::vector<double>& x, const std::vector<float>& slope) {
  double sum = 0;
  const auto y = plain_highway(shape, sums, x);
  for (int64_t j = 0; j < shape.width; ++j) sum += slope[j] * y[j];
  return sum;
}

std::vector<double> widened(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

class HighwayGates : public ::testing::TestWithParam<HighwayShape> {
 protected:
  const HighwayShape shape_ = GetParam();
  const std::vector<float> sums_ = random_floats(0, shape_.sums(), 3);
  const std::vector<float> x_ = random_floats(1, shape_.width);
  const std::vector<float> slope_ = random_floats(2, shape_.width);
};

INSTANTIATE_TEST_SUITE_P(Shapes, HighwayGates,
                         ::testing::Values(HighwayShape{1, false}, HighwayShape{16, false},
                                           HighwayShape{37, false}, HighwayShape{1, true},
                                           HighwayShape{16, true}, HighwayShape{37, true}),
                         [](const auto& info) {
                           return "Width" + std::to_string(info.param.width) +
                                  (info.param.shared ? "Shared" : "");
                         });

TEST_P(HighwayGates, AreThoseOfTheDefinition) {
  std::vector<float> y(shape_.width);
  highway_row(shape_, sums_.data(), x_.data(), y.data());
  expect_close(y, plain_highway(shape_, widened(sums_), widened(x_)), 1e-6);
}

TEST_P(HighwayGates, HaveTheGradientOfFiniteDifferences) {
  std::vector<float> from_sums(shape_.sums()), from_x(shape_.width);
  highway_row_slope(shape_,
                    {sums_.data(), x_.data(), slope_.data(), from_sums.data(), from_x.data()});
  const auto derivative = [&](bool of_x, size_t i) {
    constexpr double kStep = 1e-6;
    auto sums = widened(sums_), x = widened(x_);
    double& value = of_x ? x[i] : sums[i];
    value += kStep;
    const double above = loss(shape_, sums, x, slope_);
    value -= 2 * kStep;
    return (above - loss(shape_, sums, x, slope_)) / (2 * kStep);
  };
  for (size_t i = 0; i < from_sums.size(); ++i) {
    EXPECT_NEAR(from_sums[i], derivative(false, i), 2e-6) << i;
  }
  for (size_t i = 0; i < from_x.size(); ++i) EXPECT_NEAR(from_x[i], derivative(true, i), 2e-6) << i;
}

}  // namespace
}  // namespace lingan::engine::highway_gates_test
