/// Networks that judge and do not learn.
#pragma once

#include <vector>

#include <lingan/model/torch.h>

namespace lingan {

/// While it lives, the weights of a network take no gradient: what it computes meanwhile has one in
/// its inputs alone.
class FrozenWeights {
 public:
  explicit FrozenWeights(const torch::nn::Module& network);
  ~FrozenWeights();
  FrozenWeights(const FrozenWeights&) = delete;
  FrozenWeights& operator=(const FrozenWeights&) = delete;

 private:
  std::vector<torch::Tensor> weights_;
};

}  // namespace lingan
