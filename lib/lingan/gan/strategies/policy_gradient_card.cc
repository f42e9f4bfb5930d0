#include <array>

#include <lingan/gan/strategies/baseline_cards.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using P = PolicyGradientOptions;

std::vector<std::string> baseline_names() { return card_names(baselines()); }

constexpr std::array kKeys = {
    option<&P::rollouts>(
        "rollouts", {.low = 0, .high = 4096},
        "completions of each prefix; 0: D judges the finished sentence for every token"),
    option<&P::rollout_update_rate>(
        "rollout_update_rate", ranges::kShare,
        "share that the rollout policy keeps of itself at each step; 0: the current generator"),
    option<&P::baseline>("baseline", baseline_names, "what is taken off the rewards"),
    option<&P::baseline_decay>("baseline_decay", ranges::kShare, "decay of the moving average"),
    option<&P::sum_over_tokens>("sum_over_tokens",
                                "loss summed over the batch's tokens; false: mean per token"),
    option<&P::constant_reward>(
        "constant_reward", ranges::kNotNegative,
        "above 0: this reward for every token in place of D's (an ablation)"),
    option<&P::reward_scale>("reward_scale", ranges::kPositive, "rewards are multiplied by it"),
    option<&P::reward_clip>("reward_clip", ranges::kNotNegative,
                            "bound on |reward - baseline|; 0: none"),
    option<&P::discount>("discount", ranges::kFactor,
                         "factor on the reward for each token before the last; with rollouts = 0"),
    option<&P::entropy_bonus>("entropy_bonus", ranges::kNotNegative,
                              "weight of the mean entropy of a token"),
};

std::string problem(const PolicyGradientOptions& options) {
  if (options.constant_reward != 0 && options.baseline != "none" &&
      options.baseline != "moving-average") {
    return "strategy.policy-gradient.constant_reward: with baseline = \"" + options.baseline +
           "\" every reward less its baseline is 0 and nothing is learned; set baseline = \"none\"";
  }
  if (options.discount != 1 && options.rollouts != 0) {
    return "strategy.policy-gradient.discount: acts on rewards of finished sentences only; set "
           "rollouts = 0 or discount = 1.0";
  }
  return "";
}

std::string why_idle(const PolicyGradientOptions& options, std::string_view key) {
  const std::string table = "with strategy.policy-gradient.";
  if (key == "baseline_decay" && options.baseline != "moving-average") {
    return table + "baseline = " + quote_toml(options.baseline);
  }
  const bool needs_rollouts = key == "rollout_update_rate" || key == "rollouts";
  if (needs_rollouts && options.constant_reward > 0) {
    return table + "constant_reward above 0, which takes the place of rollouts";
  }
  return key == "rollout_update_rate" && options.rollouts == 0 ? table + "rollouts = 0" : "";
}

}  // namespace

StrategyCard policy_gradient_card() {
  return {
      .name = "policy-gradient",
      .summary = "sampled tokens, rewarded by D through Monte-Carlo completions",
      .paper = "Yu et al. 2017 (SeqGAN)",
      .traits = {.pathwise = false, .hard_fakes = true},
      .options = option_table<PolicyGradientOptions, problem, why_idle>("strategy.policy-gradient",
                                                                        kKeys)};
}

}  // namespace lingan
