/// Baselines: what is taken off rewards to make the policy gradient less noisy.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/gan/strategies/baseline_cards.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/optimizers/optimizer.h>

namespace lingan {

/// The rewards of a step.
struct StepRewards {
  torch::Tensor rewards;  ///< Q [B, T]
  torch::Tensor mask;     ///< [B, T], 1 where the sentence has a token, else 0
  /// The reward of the sentence of which every token is the likeliest one, [1]; only for a baseline
  /// that needs it.
  std::function<torch::Tensor()> greedy = nullptr;
  torch::Tensor tokens = {};       ///< [B, T] int64; only for a baseline that reads them
  Optimizer* optimizer = nullptr;  ///< of the baseline's network; null: it has none
  double progress = 0.0;           ///< of the training, for the optimizer: Optimizer::step()
};

/// Tells the baseline b [B, T] of rewards Q [B, T]. Source: Williams 1992.
class Baseline {
 public:
  virtual ~Baseline() = default;

  /// As Strategy::make_networks(): none, or kCritic.
  virtual std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) {
    return {};
  }

  /// @return a tensor that broadcasts to [B, T]; values where the mask is 0 mean nothing.
  virtual torch::Tensor value(const StepRewards& step) = 0;

  /// What value() has measured while its network learned, as StepReport::values.
  virtual std::map<std::string, torch::Tensor> figures() const { return {}; }

  /// As Strategy::state() and restore().
  virtual std::map<std::string, torch::Tensor> state() const { return {}; }
  virtual void restore(const std::map<std::string, torch::Tensor>& state) {}
};

/// A baseline by the name of its card:
///   none            0
///   moving-average  the mean reward of earlier steps, b' <- decay b' + (1 - decay) mean, over
///                   1 - decay^k; 0 at the first step. Unbiased: it knows nothing of this batch
///   batch-mean      the mean over the n rows that have a token at the position. A row's own reward
///                   is in it, which shrinks the expected gradient by 1 - 1/n and keeps its
///                   direction
///   leave-one-out   the mean over the other rows that have a token at the position. Unbiased
///                   (Kool, van Hoof & Welling 2019)
///   prefix          the mean of the M completions of the sentence before the token, Q(t - 1); at
///                   the first token the mean over the other rows. Unbiased; needs rollouts
///                   (Kazemnejad et al. 2024, VinePPO)
///   self-critical   the reward of the likeliest sentence, token by token chosen. Unbiased
///                   (Rennie et al. 2017)
///   critic          what a network says of y_1..y_(t-1), which learns from every step's rewards by
///                   squared error, after it has said it (the average of its weights says it, if
///                   one is taken). Unbiased: it has not seen the token (Bahdanau et al. 2017)
/// @param decay  of the moving average.
/// @throws UsageError for an unknown name, listing the known ones.
std::unique_ptr<Baseline> make_baseline(std::string_view name, double decay);

}  // namespace lingan
