/// Stochastic gradient Hamiltonian Monte Carlo: weights drawn from a posterior.
#pragma once

#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>

namespace lingan {

/// Factors of a step.
struct SghmcFactors {
  double rate;           ///< epsilon, above 0
  double friction;       ///< alpha, in (0, 1]
  double temperature;    ///< tau, >= 0; 0: gradient descent with momentum 1 - alpha
  double weight_decay;   ///< precision of the weights' prior N(0, tau / decay), >= 0
  double gradient_clip;  ///< bound on the norm of all gradients together; 0: none
};

/// v <- (1 - alpha) v - epsilon (g + decay theta) + n with n ~ N(0, 2 alpha epsilon tau), then
/// theta <- theta + v: Chen, Fox & Guestrin 2014, eq. 15, for a loss that is a mean; Saatci &
/// Wilson 2017, algorithm 1. For small epsilon the weights are then drawn from exp(-loss / tau);
/// clipping cuts the loss's slope, and with it what they are drawn from. Changes nothing where the
/// norm of the gradients is not finite. On a device nothing is waited for.
/// @param weights  those without a gradient stay as they are.
/// @param velocity  v of each weight, of its shape.
/// @param noise  its numbers for `step` belong to this step alone.
/// @return [], float64, where the weights are: the norm before clipping.
torch::Tensor sghmc_step(const std::vector<torch::Tensor>& weights,
                         const std::vector<torch::Tensor>& velocity, const SghmcFactors& factors,
                         RandomStream noise, int64_t step);

}  // namespace lingan
