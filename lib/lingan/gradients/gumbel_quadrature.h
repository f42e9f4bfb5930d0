/// Integrals over Gumbel noise, for two or three tokens.
#pragma once

#include <functional>
#include <span>

namespace lingan::gradients {

/// Widest distance of two logits, and lowest temperature, for which the panels below suffice.
inline constexpr double kWidestLogits = 100.0;
inline constexpr double kLowestTemperature = 1e-3;

/// Of what is integrated.
struct Softness {
  double temperature;  ///< of y, >= kLowestTemperature
  double finest;       ///< the lowest at which functions of y are relaxed, in kLowestTemperature..
                       ///< temperature: that of a steeper softmax, or the same
};

/// Calls visit(token, y, weight) with y = softmax((logits + G) / temperature), where the token is
/// the argmax of logits + G: sums of weight h(token, y) are E h under independent Gumbel noise G,
/// to about 1e-12 for functions as smooth in y as a softmax at the finest temperature is in the
/// logits.
///
/// The distances d of the other perturbed logits from the largest have, where n tokens have the
/// logits o and the largest is k, the density (n - 1)! e_1 .. e_{n-1} / (1 + e_1 + ..)^n with e_j =
/// exp(d_j + o_j - o_k). It is summed by Gauss's rule over panels whose lengths double from the
/// temperature's scale at d = 0 to the density's.
/// @param logits  2 or 3, at most kWidestLogits apart
void integrate_gumbel(
    std::span<const double> logits, const Softness& softness,
    const std::function<void(size_t token, std::span<const double> y, double weight)>& visit);

}  // namespace lingan::gradients
