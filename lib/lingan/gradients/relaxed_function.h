/// A function of one relaxed vector, and its gradient.
#pragma once

#include <span>
#include <vector>

namespace lingan::gradients {

/// f(x) = P(x . v), or sigmoid(P(x . v)), for a vector x on the simplex.
struct RelaxedFunction {
  std::vector<double> values;      ///< v, [V], finite
  std::vector<double> polynomial;  ///< coefficients of P, from the constant on, finite
  bool sigmoid = false;
};

/// The gradient of f at x, [V].
std::vector<double> gradient_at(const RelaxedFunction& function, std::span<const double> x);

/// f of each one-hot vector, [V].
std::vector<double> vertex_values(const RelaxedFunction& function);

/// The gradient of f at the one-hot vector of a token, [V].
std::vector<double> gradient_at_vertex(const RelaxedFunction& function, size_t token);

}  // namespace lingan::gradients
