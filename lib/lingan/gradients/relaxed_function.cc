#include <lingan/gradients/relaxed_function.h>

#include <cmath>
#include <numeric>
#include <utility>

namespace lingan::gradients {
namespace {

/// P(y) and its derivative, by Horner's rule.
std::pair<double, double> polynomial_at(const RelaxedFunction& function, double y) {
  double value = 0.0, slope = 0.0;
  for (size_t i = function.polynomial.size(); i > 0; --i) {
    slope = slope * y + value;
    value = value * y + function.polynomial[i - 1];
  }
  return {value, slope};
}

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

std::vector<double> gradient_at_value(const RelaxedFunction& function, double y) {
  auto [value, slope] = polynomial_at(function, y);
  if (function.sigmoid) slope *= sigmoid(value) * sigmoid(-value);
  std::vector<double> gradient = function.values;
  for (double& entry : gradient) entry *= slope;
  return gradient;
}

}  // namespace

std::vector<double> gradient_at(const RelaxedFunction& function, std::span<const double> x) {
  return gradient_at_value(function,
                           std::inner_product(x.begin(), x.end(), function.values.begin(), 0.0));
}

std::vector<double> vertex_values(const RelaxedFunction& function) {
  std::vector<double> result;
  for (const double y : function.values) {
    const double value = polynomial_at(function, y).first;
    result.push_back(function.sigmoid ? sigmoid(value) : value);
  }
  return result;
}

std::vector<double> gradient_at_vertex(const RelaxedFunction& function, size_t token) {
  return gradient_at_value(function, function.values[token]);
}

}  // namespace lingan::gradients
