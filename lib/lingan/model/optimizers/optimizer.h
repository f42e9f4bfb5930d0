/// What makes a network learn: AdamW, or Hamiltonian Monte Carlo, with clipped gradients, a
/// schedule of the learning rate, an average of the weights, and a pull towards those of the past.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/base/random.h>
#include <lingan/model/optimizers/optimizer_options.h>
#include <lingan/model/tensor_file.h>
#include <lingan/model/torch.h>

namespace lingan {

/// The optimizer of one network in one role.
class Optimizer {
 public:
  /// @param network  where it computes: its weights must not move to another device later.
  /// @param noise  of an optimizer that draws weights: its own.
  Optimizer(const torch::nn::Module& network, const OptimizerOptions& options,
            RandomStream noise = {});

  void zero_grad() { adam_.zero_grad(); }

  /// From now on keeps what the last step changed, for PredictedWeights.
  void keep_last_step() { keeps_last_step_ = true; }

  /// Steps by the weights' gradients, to which options().historical_averaging adds its own, and
  /// takes the new weights into their average. Changes no weight where the norm is not finite. On a
  /// device nothing is waited for.
  /// @param progress  share of the phase that is over, in [0, 1].
  /// @return [], float64, where the weights are: the gradient's norm before clipping.
  torch::Tensor step(double progress);

  /// The weights become their average, if there is one.
  void adopt_average();

  /// Adds Adam's moments or the velocity, steps and what else is kept of the weights to a
  /// checkpoint: `PREFIXi.exp_avg`, `.exp_avg_sq`, `.velocity`, `.step`, `.average`, `.history`,
  /// `.last_step` of the network's weight i.
  void save(const std::string& prefix, TensorFile& file) const;
  /// Puts save's tensors back.  @throws InputError naming a tensor that is missing or of the wrong
  /// shape.
  void restore(const std::string& prefix, const TensorFile& file);

  const OptimizerOptions& options() const { return options_; }

 private:
  friend class AveragedWeights;
  friend class PredictedWeights;

  torch::Tensor step_of_rule(double rate);
  void save_rule(size_t weight, const std::string& name, TensorFile& file) const;
  void restore_rule(size_t weight, const std::string& name, const TensorFile& file);
  void take_average();
  void pull_to_history();
  void keep_difference(const std::vector<torch::Tensor>& before);
  std::vector<torch::Tensor> copied_weights() const;

  OptimizerOptions options_;
  std::vector<torch::Tensor> weights_;
  // Of weights_; empty before the first step, or if not asked for:
  std::vector<torch::Tensor> averages_;
  std::vector<torch::Tensor> history_;    // their mean before all steps that were taken
  std::vector<torch::Tensor> last_step_;  // what it has added to them
  std::vector<torch::Tensor> velocity_;   // of sghmc
  bool keeps_last_step_ = false;
  torch::optim::AdamW adam_;  // of adam
  RandomStream noise_;
  int64_t steps_ = 0;
};

/// While it lives, the optimizer's network has the average of its weights, if there is one.
class AveragedWeights {
 public:
  explicit AveragedWeights(Optimizer& optimizer) : optimizer_(optimizer) { swap(); }
  ~AveragedWeights() { swap(); }
  AveragedWeights(const AveragedWeights&) = delete;
  AveragedWeights& operator=(const AveragedWeights&) = delete;

 private:
  void swap();

  Optimizer& optimizer_;
};

/// While it lives, the optimizer's network has the weights that a further step like the last one
/// would lead to, 2 theta_{k+1} - theta_k after the step from theta_k to theta_{k+1}, if the last
/// step is kept: Yadav et al. 2018 (Stabilizing adversarial nets with prediction methods).
class PredictedWeights {
 public:
  explicit PredictedWeights(Optimizer& optimizer);
  ~PredictedWeights();
  PredictedWeights(const PredictedWeights&) = delete;
  PredictedWeights& operator=(const PredictedWeights&) = delete;

 private:
  std::vector<torch::Tensor>& weights_;
  std::vector<torch::Tensor> present_;  // the network's own; empty: they are in place
};

}  // namespace lingan
