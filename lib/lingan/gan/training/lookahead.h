/// Both players go back together: Chavdarova et al. 2021, "Taming GANs with Lookahead-Minimax",
/// algorithm 1, after Zhang et al. 2019, "Lookahead optimizer: k steps forward, 1 step back".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/model/tensor_file.h>
#include <lingan/model/torch.h>

namespace lingan {

/// After every k rounds the weights theta of G and of D become slow + alpha (theta - slow), where
/// slow are those that they had k rounds ago. Gradient steps of a game circle around its
/// equilibrium, or away from it; the mean of two points of a circle lies inside it.
class Lookahead {
 public:
  /// @param every  k, >= 1.  @param share  alpha, in (0, 1).
  struct Options {
    int64_t every;
    double share;
  };

  /// @param players  whose weights it moves; they must not move to another device later.
  Lookahead(const std::vector<const torch::nn::Module*>& players, const Options& options);

  /// The adversarial phase begins: its first weights are slow.
  void begin();

  /// After a round, begin() having been called.  @param rounds  done so far, >= 1.
  void finish_round(int64_t rounds);

  /// Adds the slow weights to a checkpoint, `PREFIXi`, once the phase has begun.
  void save(const std::string& prefix, TensorFile& file) const;
  /// Puts save's tensors back.  @throws InputError naming a tensor that is missing or of the wrong
  /// shape.
  void restore(const std::string& prefix, const TensorFile& file);

 private:
  Options options_;
  std::vector<torch::Tensor> weights_;
  std::vector<torch::Tensor> slow_;  // of weights_; empty before the phase begins
};

}  // namespace lingan
