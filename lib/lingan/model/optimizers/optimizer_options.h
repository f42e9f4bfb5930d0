/// The options of optimizers, apart from their work: recipes read them without torch.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <lingan/base/option_table.h>

namespace lingan {

/// How a player learns; a table `[optimizer.PLAYER]` of a recipe.
struct OptimizerOptions {
  std::string rule = "adam";  ///< one of kOptimizerRules
  double learning_rate = 1e-3;
  std::string schedule = "constant";  ///< of the rate, over the phase: a name in rate_schedules()
  double final_share = 0.0;           ///< of the rate, that a falling schedule ends at
  int64_t warmup_steps = 0;           ///< over which the rate rises from nothing
  double beta1 = 0.9;                 ///< Adam's decay of the gradients' mean
  double beta2 = 0.999;               ///< and of their squares'
  double weight_decay = 0.0;   ///< decoupled: AdamW, Loshchilov and Hutter 2019, "Decoupled weight
                               ///< decay regularization"; of all weights
  double gradient_clip = 0.0;  ///< bound on the norm of the whole gradient, 0: none
  double average = 0.0;  ///< decay of the moving average of the weights, 0: none; measurements,
                         ///< the result and the opponent's steps take the average
  double historical_averaging = 0.0;  ///< c of the term c |theta - h|^2 of the loss, where h is the
                                      ///< mean of the weights before all earlier steps: Salimans
                                      ///< et al. 2016, sec. 3.3; 0: none
  double friction = 0.1;              ///< alpha of sghmc: share of the velocity that a step takes
  double temperature = 0.0;  ///< of sghmc: weights are drawn from exp(-loss / temperature);
                             ///< for a mean over N sentences 1 / N is Bayes' posterior
};

/// What OptimizerOptions::rule may be: AdamW, or stochastic gradient Hamiltonian Monte Carlo
/// (sghmc_step.h).
inline constexpr std::array<std::string_view, 2> kOptimizerRules = {"adam", "sghmc"};

/// The keys of `[optimizer.PLAYER]`, with their ranges.
std::span<const OptionKey> optimizer_keys();

/// Why a key of `[optimizer.PLAYER]` has no effect beside the others, as the end of "has no effect
/// WHY"; empty: it has.
/// @param table  the player's, for the reason.
std::string why_optimizer_key_idle(const OptimizerOptions& options, std::string_view table,
                                   std::string_view key);

/// The learning rate of a step.
/// @param step  number of the optimizer's step, from 0.
/// @param progress  share of the phase that is over, in [0, 1].
double learning_rate(const OptimizerOptions& options, int64_t step, double progress);

/// Whether the rate depends on how long the phase is.
/// @throws UsageError for an unknown schedule.
bool depends_on_length(const OptimizerOptions& options);

}  // namespace lingan
