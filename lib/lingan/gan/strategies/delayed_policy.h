/// A copy of a generator that follows it slowly, to complete prefixes, or not at all, as its start.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include <lingan/model/torch.h>

#include <lingan/model/generators/generator.h>

namespace lingan {

/// A generator whose weights follow another's as a moving average, theta' <- rate theta' + (1 -
/// rate) theta, all weights in the same way. (SeqGAN's program means to copy the embeddings and
/// average the rest, but its graph keeps the old tensors, so that it completes with the current
/// generator. With tied embeddings a copied table would not fit the averaged rest.) Source: Yu et
/// al. 2017, sec. 3.2.
class DelayedPolicy {
 public:
  /// @param rate  in [0, 1]; 0: no copy, the current generator itself; 1: the copy stays as it is.
  /// @param name  of the copy in state().
  explicit DelayedPolicy(double rate, std::string name = "rollout")
      : rate_(rate), name_(std::move(name)) {}

  /// The policy to complete with. The first call copies the current weights.
  Generator& policy(Generator& current);

  /// Follows `current`, after it has changed.
  void update(Generator& current);

  /// As Strategy::state() and restore().
  std::map<std::string, torch::Tensor> state() const;
  void restore(const std::map<std::string, torch::Tensor>& state);

 private:
  void adopt_restored();
  std::string key_of(const std::string& weight) const { return name_ + "." + weight; }
  std::string started_key() const { return name_ + "-started"; }

  double rate_;
  std::string name_;
  std::shared_ptr<Generator> copy_;
  std::map<std::string, torch::Tensor> restored_;  // waits for the first call that knows the shapes
};

}  // namespace lingan
