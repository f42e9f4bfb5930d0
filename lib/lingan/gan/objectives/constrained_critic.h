/// What the critics of `fisher` and `sobolev` share.
#pragma once

#include <map>
#include <string>

#include <lingan/gan/objectives/output_objective.h>

namespace lingan {

/// A critic that maximizes <C_r> - <C_f> under a constraint Omega = 1, by an augmented Lagrangian:
/// it minimizes -(<C_r> - <C_f>) - lambda (1 - Omega) + rho / 2 (1 - Omega)^2, and lambda rises by
/// rho (Omega - 1) after each of its steps (Mroueh & Sercu 2017, eq. 5 and algorithm 1).
class ConstrainedCritic : public OutputObjective {
 public:
  /// @param rho  weight of the penalty and rate of the multiplier.
  explicit ConstrainedCritic(double rho) : rho_(rho) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const final;
  void after_discriminator_step(Discriminator& d, const Sentences& real,
                                const Sentences& fake) final;
  /// `multiplier` [1]: lambda.
  std::map<std::string, torch::Tensor> state() const final;
  void restore(const std::map<std::string, torch::Tensor>& state) final;

 private:
  torch::Tensor cost(const torch::Tensor& outputs) const final { return -outputs; }
  /// Omega >= 0, a scalar, differentiable in D's weights.
  virtual torch::Tensor constraint(Discriminator& d, const Sentences& real,
                                   const Sentences& fake) const = 0;

  double rho_;
  torch::Tensor multiplier_ = torch::zeros({}, torch::kFloat64);  // lambda, where D is
};

}  // namespace lingan
