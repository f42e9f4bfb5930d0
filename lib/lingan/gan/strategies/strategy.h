/// Strategies: how a discriminator's judgement reaches the generator through discrete tokens.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <lingan/model/torch.h>

#include <lingan/base/error.h>
#include <lingan/base/option_table.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/strategies/engine_options.h>
#include <lingan/gan/strategies/own_rewards.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/optimizers/optimizer.h>

namespace lingan {

/// Optimizers of a strategy's own networks.
using NetworkOptimizers = std::map<std::string, std::unique_ptr<Optimizer>>;

/// What a strategy needs for one step. The trainer owns everything in it.
struct StepContext {
  Generator& generator;
  Discriminator* discriminator;  ///< null for a strategy that has none: StrategyTraits
  const Objective& objective;
  Optimizer& generator_optimizer;
  const NetworkOptimizers& network_optimizers;  ///< of Strategy::make_networks(), by name
  const Sentences& real;  ///< [batch, T]: real sentences of this step, as hard tokens
  SpecialTokens specials;
  int32_t length;       ///< T, longest sentence
  int64_t batch_size;   ///< sentences to sample
  int64_t step;         ///< number of this adversarial generator step, from 0
  int64_t total_steps;  ///< how many there will be, for schedules
  uint64_t seed;        ///< the run's seed; draw with RandomStream{seed, purpose, step}
  const OwnReward* own_reward = nullptr;  ///< for a recipe that takes one; else null
  const TokenBatch* held_out = nullptr;   ///< sentences that nothing learns from; null: none
  const TokenBatch* train = nullptr;      ///< all sentences that `real` come of

  /// Share of the steps that are over, in [0, 1), for schedules of learning rates.
  double progress() const { return static_cast<double>(step) / static_cast<double>(total_steps); }
};

/// What a step did, for the log. Each figure is [] and lies where it was computed, so that a step
/// on a device waits for none of them.
struct StepReport {
  torch::Tensor loss;                           ///< what was minimized
  torch::Tensor gradient_norm;                  ///< before clipping; not finite: nothing moved
  std::map<std::string, torch::Tensor> values;  ///< further ones by name: `reward`, `sharpness`
};

/// One way through the discrete step. Objects may hold state (a moving-average baseline, a delayed
/// policy), which state() gives out and restore() takes back, so that a resumed run continues
/// identically.
class Strategy {
 public:
  virtual ~Strategy() = default;

  /// One optimizer step on G.
  virtual StepReport update_generator(StepContext& context) = 0;

  /// Makes the networks that the strategy has beside G and D, by the names of its card's players.
  /// Each gets an optimizer (`[optimizer.NAME]`), and is saved and resumed as G is. Called once,
  /// first.
  /// @param generator  with its first weights.  @param stream  to draw weights from.
  virtual std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) {
    return {};
  }

  /// Fresh fakes to train D on, in the form this strategy shows D; detached.
  /// @param first_row  number of the first fake in the stream of this step's negatives.
  /// @throws UsageError by itself: a strategy without a discriminator of sentences shows none.
  virtual Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                            uint64_t first_row) {
    throw UsageError("the strategy has no discriminator of sentences");
  }

  /// Whether a step depends on StepContext::total_steps: then no run can be made longer later.
  virtual bool depends_on_total_steps() const { return false; }

  /// Why further steps would change nothing, as a line for the user; empty: they would.
  virtual std::string why_stop() const { return {}; }

  /// Everything that changes between steps, by name; empty for a strategy without state.
  virtual std::map<std::string, torch::Tensor> state() const { return {}; }
  /// Puts state() of an earlier object back.  @throws InputError if a tensor is missing.
  virtual void restore(const std::map<std::string, torch::Tensor>& state) {}

  /// What its networks are worth on held-out sentences, by name, for the log; takes the place of
  /// what all generators have by that name.
  /// @param context  `real` are the held-out sentences, at least one; G has the weights to measure.
  virtual std::map<std::string, double> held_out_figures(StepContext& context) { return {}; }
};

/// A strategy by the name of its card.
/// @param options  the strategy takes its own of them.
/// @throws UsageError for an unknown name, listing the known ones.
std::unique_ptr<Strategy> make_strategy(std::string_view name, const OptionSet& options = {},
                                        const EngineOptions& engine = {});

}  // namespace lingan
