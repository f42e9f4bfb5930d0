/// The options of the strategy `policy-gradient`.
#pragma once

#include <cstdint>
#include <string>

namespace lingan {

/// `[strategy.policy-gradient]`; policy_gradient_card.cc has the ranges.
struct PolicyGradientOptions {
  int32_t rollouts = 16;  ///< M completions of each prefix; 0: D on the finished sentence
  double rollout_update_rate =
      0.8;  ///< theta' <- rate theta' + (1 - rate) theta; 0: the current generator
  std::string reward = "objective";  ///< a name in rewards()
  double log_ratio_bound = 2.5;      ///< what D's output is cut to for the reward `ratio`
  double discriminator_share = 1.0;  ///< lambda of D's reward; the rest is the user's own
  bool discount_copies = true;  ///< the user's own is less for a sentence that G draws repeatedly
  std::string reward_shape = "none";    ///< a name in reward_shapes()
  double rank_steepness = 16.0;         ///< of the shape `rank`; LeakGAN's
  std::string baseline = "batch-mean";  ///< a name in baselines()
  double baseline_decay = 0.9;          ///< of the moving average
  /// Rewards less baseline over their standard deviation: with rollouts 0 and batch-mean the
  /// advantage of GRPO (Shao et al. 2024), whose group is the batch.
  bool divide_by_deviation = false;
  bool sum_over_tokens =
      true;  ///< loss summed over the batch as SeqGAN's code does; false: mean per token
  double constant_reward = 0.0;  ///< above 0: the ablation, this reward for every token and no D
  bool shuffle_rewards = false;  ///< the control: sentences get each other's rewards
  double reward_scale = 1.0;     ///< of rewards less their baseline
  double reward_clip = 0.0;      ///< above 0: what is left is cut to [-clip, clip]
  double discount = 1.0;         ///< of later rewards; with rollouts 0, and with a D of tokens
  double anchor = 0.0;           ///< weight of the exact KL(G || the start) of each next token
  double sampling_temperature = 1.0;  ///< of sentences that are rewarded, and of D's fakes
  double sampling_top_p = 1.0;        ///< what their tokens are cut to; 1: nothing
  double sampling_share = 1.0;        ///< of sentences that are drawn so; the rest as G writes
  double importance_clip = 0.0;       ///< what the weights that undo it are cut to; 0: nothing
  double replay_share = 0.0;          ///< of D's fakes that are sentences of earlier steps
  int64_t replay_size = 10000;        ///< sentences of earlier steps that are kept
  double entropy_bonus = 0.0;  ///< worth of a nat of a token's entropy, in the unit of rewards
};

}  // namespace lingan
