/// The softmax and its Jacobian.
#pragma once

#include <span>
#include <vector>

namespace lingan::gradients {

/// softmax(logits / temperature), [V].
/// @param temperature  > 0
std::vector<double> softmax(std::span<const double> logits, double temperature);

/// J(q) g with J(q) = diag(q) - q q^T, [V]: what softmax hands back of a gradient, at
/// temperature 1.
std::vector<double> softmax_backward(std::span<const double> q, std::span<const double> gradient);

}  // namespace lingan::gradients
