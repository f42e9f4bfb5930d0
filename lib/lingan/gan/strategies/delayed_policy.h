/// The delayed copy of a generator that completes prefixes.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <lingan/model/torch.h>

#include <lingan/model/generator.h>

namespace lingan {

/// A generator whose weights follow another's as a moving average, theta' <- rate theta' + (1 -
/// rate) theta, all weights in the same way. (SeqGAN's program means to copy the embeddings and
/// average the rest, but its graph keeps the old tensors, so that it completes with the current
/// generator. With tied embeddings a copied table would not fit the averaged rest.) Source: Yu et
/// al. 2017, sec. 3.2.
class DelayedPolicy {
 public:
  /// @param rate  in [0, 1); 0: no copy, the current generator itself.
  explicit DelayedPolicy(double rate) : rate_(rate) {}

  /// The policy to complete with. The first call copies the current weights.
  Generator& policy(Generator& current);

  /// Follows `current`, after it has changed.
  void update(Generator& current);

  /// As Strategy::state() and restore().
  std::map<std::string, torch::Tensor> state() const;
  void restore(const std::map<std::string, torch::Tensor>& state);

 private:
  void adopt_restored();

  double rate_;
  std::shared_ptr<Generator> copy_;
  std::map<std::string, torch::Tensor> restored_;  // waits for the first call that knows the shapes
};

}  // namespace lingan
