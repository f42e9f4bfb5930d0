/// A network and its optimizer at one time, for steps that are tried and may be taken back.
#pragma once

#include <vector>

#include <lingan/model/optimizers/optimizer.h>
#include <lingan/model/tensor_file.h>
#include <lingan/model/torch.h>

namespace lingan {

/// Copies of a network's weights and of all that its optimizer's steps change: Adam's moments and
/// steps, and the average of the weights.
class OptimizerSnapshot {
 public:
  /// @param optimizer  of the network.
  OptimizerSnapshot(const torch::nn::Module& network, const Optimizer& optimizer);

  /// The network and the optimizer of the snapshot become what they were.
  void put_back(torch::nn::Module& network, Optimizer& optimizer) const;

  /// Becomes the other one where `chosen` says so; nothing is read, so that the host waits for no
  /// device. Where one of them has no moments, as its only gradient was not finite, they are the
  /// other's.
  /// REQUIRES: both are one step after the same snapshot.
  /// @param chosen  [] bool, where the weights are.
  void become(const OptimizerSnapshot& other, const torch::Tensor& chosen);

 private:
  std::vector<torch::Tensor> weights_;
  TensorFile optimizer_;  // what it saves; its steps are on the host
};

}  // namespace lingan
