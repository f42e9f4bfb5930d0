#include <lingan/gradients/gumbel_quadrature.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace lingan::gradients {
namespace {

constexpr int kNodes = 12;  // of a panel
/// Length of a panel on which the density, whose poles are pi away from real distances, is a
/// polynomial of the rule's degree to 1e-15.
constexpr double kLongestPanel = 3.0;
/// e^-40 is less than a rounding error of 1.
constexpr double kNegligible = 40.0;

struct Node {
  double place;
  double weight;
};

/// Gauss's rule on [-1, 1]: the roots of the Legendre polynomial, by Newton's method.
std::array<Node, kNodes> gauss_rule() {
  std::array<Node, kNodes> rule;
  for (int i = 0; i < kNodes; ++i) {
    double x = std::cos(std::numbers::pi * (i + 0.75) / (kNodes + 0.5)), slope = 0.0;
    for (int step = 0; step < 10; ++step) {
      double last = 1.0, polynomial = x;
      for (int degree = 2; degree <= kNodes; ++degree) {
        const double next = ((2 * degree - 1) * x * polynomial - (degree - 1) * last) / degree;
        last = polynomial;
        polynomial = next;
      }
      slope = kNodes * (x * polynomial - last) / (x * x - 1);
      x -= polynomial / slope;
    }
    rule[static_cast<size_t>(i)] = {x, 2 / ((1 - x * x) * slope * slope)};
  }
  return rule;
}

/// Nodes for the distance of a token's perturbed logit from the largest.
struct Axis {
  size_t token;
  std::vector<double> weights;
  std::vector<double> odds;     // e_j of the density
  std::vector<double> relaxed;  // exp(-d / temperature)
};

/// @param softness  of the functions: the temperature, and the scale of the first panel.
Axis make_axis(std::span<const double> logits, size_t largest, size_t token,
               const Softness& softness) {
  static const auto rule = gauss_rule();
  const double ahead = logits[largest] - logits[token];
  const double end = kNegligible + std::max(ahead, 0.0);
  Axis axis{.token = token, .weights = {}, .odds = {}, .relaxed = {}};
  double length = std::min(softness.finest / 2, kLongestPanel);
  double begin = 0.0;
  while (begin < end) {
    for (const auto& [place, weight] : rule) {
      const double distance = begin + length * (place + 1) / 2;
      axis.weights.push_back(weight * length / 2);
      axis.odds.push_back(std::exp(distance - ahead));
      axis.relaxed.push_back(std::exp(-distance / softness.temperature));
    }
    begin += length;
    length = std::min(2 * length, kLongestPanel);
  }
  return axis;
}

using Visit = std::function<void(size_t token, std::span<const double> y, double weight)>;

/// The part of the noise under which one token of three is the largest.
void integrate_over(size_t largest, const Axis& a, const Axis& b, const Visit& visit) {
  std::array<double, 3> y;
  for (size_t i = 0; i < a.weights.size(); ++i) {
    for (size_t j = 0; j < b.weights.size(); ++j) {
      const double odds = 1 + a.odds[i] + b.odds[j], all = 1 + a.relaxed[i] + b.relaxed[j];
      const double density = 2 / odds * (a.odds[i] / odds) * (b.odds[j] / odds);
      y[largest] = 1 / all;
      y[a.token] = a.relaxed[i] / all;
      y[b.token] = b.relaxed[j] / all;
      visit(largest, y, density * a.weights[i] * b.weights[j]);
    }
  }
}

/// The same of two tokens.
void integrate_over(size_t largest, const Axis& a, const Visit& visit) {
  std::array<double, 2> y;
  for (size_t i = 0; i < a.weights.size(); ++i) {
    const double odds = 1 + a.odds[i], all = 1 + a.relaxed[i];
    y[largest] = 1 / all;
    y[a.token] = a.relaxed[i] / all;
    visit(largest, y, a.odds[i] / odds / odds * a.weights[i]);
  }
}

}  // namespace

void integrate_gumbel(std::span<const double> logits, const Softness& softness,
                      const Visit& visit) {
  for (size_t largest = 0; largest < logits.size(); ++largest) {
    const auto axis = [&](size_t steps) {
      return make_axis(logits, largest, (largest + steps) % logits.size(), softness);
    };
    if (logits.size() == 2) {
      integrate_over(largest, axis(1), visit);
    } else {
      integrate_over(largest, axis(1), axis(2), visit);
    }
  }
}

}  // namespace lingan::gradients
