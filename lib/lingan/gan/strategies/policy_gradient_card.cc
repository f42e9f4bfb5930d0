#include <array>

#include <lingan/gan/strategies/baseline_cards.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/reward_cards.h>
#include <lingan/gan/strategies/reward_shape_cards.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using P = PolicyGradientOptions;

std::vector<std::string> reward_names() { return card_names(rewards()); }
std::vector<std::string> shape_names() { return card_names(reward_shapes()); }
std::vector<std::string> baseline_names() { return card_names(baselines()); }

constexpr std::array kKeys = {
    option<&P::rollouts>(
        "rollouts", {.low = 0, .high = 4096},
        "completions of each prefix; 0: D judges the finished sentence for every token, or tokens"),
    option<&P::rollout_update_rate>(
        "rollout_update_rate", ranges::kShare,
        "share that the rollout policy keeps of itself at each step; 0: the current generator"),
    option<&P::reward>("reward", reward_names, "what D's judgement of a sentence is worth"),
    option<&P::log_ratio_bound>("log_ratio_bound", kLogRatios,
                                "what D's output is cut to from above; with reward = \"ratio\""),
    option<&P::discriminator_share>("discriminator_share", {.low = 0, .high = 1},
                                    "share of D's reward, the rest being that of your own; 1: D's "
                                    "alone"),
    option<&P::discount_copies>(
        "discount_copies",
        "your own reward over the number of copies of a sentence among a batch that G draws, times "
        "the share of different ones in it"),
    option<&P::reward_shape>("reward_shape", shape_names,
                             "what is made of a batch's rewards before the baseline"),
    option<&P::rank_steepness>("rank_steepness", ranges::kPositive,
                               "slope of the sigmoid; with reward_shape = \"rank\""),
    option<&P::baseline>("baseline", baseline_names, "what is taken off the rewards"),
    option<&P::baseline_decay>("baseline_decay", ranges::kShare, "decay of the moving average"),
    option<&P::divide_by_deviation>(
        "divide_by_deviation",
        "rewards less baseline over their standard deviation in the batch, as GRPO does"),
    option<&P::sum_over_tokens>("sum_over_tokens",
                                "loss summed over the batch's tokens; false: mean per token. Adam, "
                                "and a gradient_clip where it acts, undo this factor"),
    option<&P::constant_reward>(
        "constant_reward", ranges::kNotNegative,
        "above 0: this reward for every token in place of D's (an ablation)"),
    option<&P::shuffle_rewards>("shuffle_rewards",
                                "every token gets the reward of another sentence's at its "
                                "position: the control, in which D "
                                "judges and nothing of it reaches G"),
    option<&P::reward_scale>(
        "reward_scale", ranges::kPositive,
        "factor on reward - baseline; Adam undoes it but for reward_clip and entropy_bonus"),
    option<&P::reward_clip>("reward_clip", ranges::kNotNegative,
                            "bound on |reward_scale (reward - baseline)|; 0: none"),
    option<&P::discount>("discount", ranges::kFactor,
                         "factor on what comes a token later; with rollouts = 0"),
    option<&P::anchor>(
        "anchor", ranges::kNotNegative,
        "weight of the exact divergence of each next token from the start's, KL(G || "
        "start), in the unit of rewards; 0: none"),
    option<&P::sampling_temperature>(
        "sampling_temperature", {.low = 0.01, .high = 100},
        "temperature of sentences that are rewarded and that D learns by; importance weights undo "
        "it in G's gradient"),
    option<&P::sampling_top_p>("sampling_top_p", {.low = 0, .high = 1, .low_open = true},
                               "probability of the likeliest tokens that these are cut to; 1: no "
                               "cut"),
    option<&P::sampling_share>(
        "sampling_share", {.low = 0, .high = 1},
        "probability that a sentence is drawn so; the rest are drawn as G writes"),
    option<&P::importance_clip>("importance_clip", ranges::kNotNegative,
                                "what importance weights are cut to from above; 0: nothing"),
    option<&P::replay_share>("replay_share", ranges::kShare,
                             "share of D's fakes that G drew in earlier steps; a reward that "
                             "compares with fakes then takes such"),
    option<&P::replay_size>("replay_size", {.low = 1, .high = 1e8},
                            "sentences of earlier steps that are kept"),
    option<&P::entropy_bonus>("entropy_bonus", ranges::kNotNegative,
                              "reward of a nat of every token's entropy"),
};

constexpr std::array kPlayers = {kCritic};

std::string key(const char* name) { return std::string("strategy.policy-gradient.") + name; }

/// What is wrong beside a constant reward; empty: nothing.
std::string problem_of_constant(const PolicyGradientOptions& options) {
  if (options.baseline != "none") {
    return key("constant_reward") + ": with baseline = " + quote_toml(options.baseline) +
           " every reward less its baseline is 0 and nothing is learned; set baseline = \"none\"";
  }
  if (options.reward_shape != "none" || options.divide_by_deviation) {
    return key("constant_reward") +
           ": equal rewards have no shape and no deviation; set reward_shape = \"none\" and "
           "divide_by_deviation = false";
  }
  return "";
}

/// What a shape or a baseline lacks; empty: nothing.
std::string problem_of_choices(const PolicyGradientOptions& options) {
  const auto& shape = find_card(reward_shapes(), options.reward_shape, "reward shape");
  const auto& baseline = find_card(baselines(), options.baseline, "baseline");
  const auto& reward_card = find_card(rewards(), options.reward, "reward");
  if (baseline.needs_plain_rewards && options.reward_shape != "none") {
    return key("baseline") + ": " + quote_toml(options.baseline) +
           " rewards one sentence more, which has no shape; set reward_shape = \"none\"";
  }
  if (shape.needs_positive && options.discriminator_share < 1) {
    return key("reward_shape") + ": " + quote_toml(options.reward_shape) +
           " divides by rewards, and your own may be 0; set reward_shape = \"none\" or "
           "discriminator_share = 1.0";
  }
  if (shape.needs_positive && reward_card.sign != Sign::kPositive) {
    return key("reward_shape") + ": " + quote_toml(options.reward_shape) +
           " divides by rewards, which must be above 0; set reward = \"probability\" or \"ratio\", "
           "or reward_shape = \"none\"";
  }
  if (shape.needs_rollouts && options.rollouts == 0) {
    return key("reward_shape") + ": " + quote_toml(options.reward_shape) +
           " needs what prefixes are worth; set rollouts = 16, or reward_shape = \"normalised\"";
  }
  if (baseline.needs_rollouts && options.rollouts == 0) {
    return key("baseline") + ": " + quote_toml(options.baseline) +
           " needs what prefixes are worth; set rollouts = 16, or baseline = \"leave-one-out\"";
  }
  return "";
}

bool is_cold(const PolicyGradientOptions& options) {
  return options.sampling_temperature != 1 || options.sampling_top_p != 1;
}

/// What is wrong with how sentences are drawn; empty: nothing.
std::string problem_of_sampling(const PolicyGradientOptions& options) {
  if (is_cold(options) && options.reward_shape != "none") {
    return key("reward_shape") + ": " + quote_toml(options.reward_shape) +
           " compares sentences that are drawn as G writes; set it to \"none\", or "
           "sampling_temperature = 1.0 and sampling_top_p = 1.0";
  }
  if (options.sampling_top_p < 1 && options.sampling_share == 1) {
    return key("sampling_top_p") +
           ": no importance weight makes up for tokens that are never drawn; set sampling_share = "
           "0.9, or sampling_top_p = 1.0";
  }
  return "";
}

bool hears_discriminator(const OptionSet& set) {
  const auto& options = set.get<PolicyGradientOptions>();
  return options.discriminator_share > 0 && options.constant_reward == 0;
}

/// Before its shape, scale and cut.
ChosenReward reward(const OptionSet& set) {
  const auto& options = set.get<PolicyGradientOptions>();
  const bool needs_positive =
      find_card(reward_shapes(), options.reward_shape, "reward shape").needs_positive;
  return {.key = key("reward"),
          .reward = options.reward,
          .others_fit = !needs_positive,
          .log_ratio_bound = options.log_ratio_bound};
}

std::string objective_problem(const OptionSet& set, const ObjectiveCard& objective) {
  return hears_discriminator(set) ? reward_problem(reward(set), objective) : "";
}

std::string lone_problem(const OptionSet& set) {
  const auto& options = set.get<PolicyGradientOptions>();
  if (find_card(baselines(), options.baseline, "baseline").compares_sentences) {
    return key("baseline") + " = " + quote_toml(options.baseline) +
           " is made of a batch's other sentences; set baseline = \"moving-average\"";
  }
  if (find_card(reward_shapes(), options.reward_shape, "reward shape").compares_sentences) {
    return key("reward_shape") + " = " + quote_toml(options.reward_shape) +
           " compares a batch's sentences; set reward_shape = \"none\"";
  }
  return options.shuffle_rewards
             ? key("shuffle_rewards") +
                   " deals rewards out among a batch's sentences; set it to false"
             : "";
}

bool needs_rollouts(const PolicyGradientOptions& options) {
  return find_card(reward_shapes(), options.reward_shape, "reward shape").needs_rollouts ||
         find_card(baselines(), options.baseline, "baseline").needs_rollouts;
}

std::string problem(const PolicyGradientOptions& options) {
  std::string of_constant = options.constant_reward == 0 ? "" : problem_of_constant(options);
  if (!of_constant.empty()) return of_constant;
  const bool is_discounted = options.discount != 1 && options.constant_reward == 0;
  if (is_discounted && options.rollouts != 0) {
    return key("discount") + ": acts on rewards of finished sentences only; set " +
           (needs_rollouts(options) ? "" : "rollouts = 0 or ") + "discount = 1.0";
  }
  std::string of_sampling = problem_of_sampling(options);
  return of_sampling.empty() ? problem_of_choices(options) : of_sampling;
}

/// What is wrong beside a D that judges tokens; empty: nothing.
std::string problem_of_tokens(const PolicyGradientOptions& options) {
  if (options.rollouts != 0) {
    return key("rollouts") +
           ": the discriminator judges tokens, which takes no completions; set rollouts = 0";
  }
  if (options.reward_shape != "none") {
    return key("reward_shape") + ": " + quote_toml(options.reward_shape) +
           " is of what sentences are worth, and the discriminator judges tokens; set it to "
           "\"none\"";
  }
  const auto& baseline = find_card(baselines(), options.baseline, "baseline");
  if (!baseline.needs_plain_rewards && !baseline.needs_rollouts) return "";
  return key("baseline") + ": " + quote_toml(options.baseline) +
         " is made of whole sentences, and the discriminator judges tokens; set baseline = "
         "\"moving-average\"";
}

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions& discriminator) {
  std::string problem = needs_token_probabilities(set, generator, discriminator);
  const auto& options = set.get<PolicyGradientOptions>();
  if (problem.empty() && generator.labels == "condition" && options.baseline == "self-critical") {
    return key("baseline") +
           ": \"self-critical\" compares with one sentence, which has one label only; set baseline "
           "= \"moving-average\"";
  }
  if (!problem.empty() || options.constant_reward > 0 || !judges_tokens(discriminator)) {
    return problem;
  }
  return problem_of_tokens(options);
}

/// Whether all rewards have one sign when the baseline comes to them.
Sign shaped_sign(const PolicyGradientOptions& options, const ObjectiveCard& objective) {
  const auto& shape = find_card(reward_shapes(), options.reward_shape, "reward shape");
  if (options.constant_reward > 0 || shape.makes_positive) return Sign::kPositive;
  if (options.discriminator_share < 1) return Sign::kEither;
  return reward_sign(options.reward, objective);
}

/// Rewards of one sign without a baseline move G whatever D says.
std::string notice(const OptionSet& set, const ObjectiveCard& objective) {
  const auto& options = set.get<PolicyGradientOptions>();
  const Sign sign = shaped_sign(options, objective);
  if (options.baseline != "none" || sign == Sign::kEither) return "";
  const bool above = sign == Sign::kPositive;
  return key("baseline") + " = \"none\": every reward is " + (above ? "above" : "below") +
         " 0, so that each step makes what G has drawn " + (above ? "more" : "less") +
         " likely, whatever D says: G grows " + (above ? "sharper" : "flatter") +
         "; another baseline leaves what D says";
}

std::string why_idle(const PolicyGradientOptions& options, std::string_view name) {
  const bool needs_rollouts = name == "rollout_update_rate" || name == "rollouts";
  const bool needs_reward =
      name == "reward" || name == "log_ratio_bound" || name == "shuffle_rewards";
  const bool needs_own = name == "discriminator_share" || name == "discount_copies";
  const bool needs_judgement = needs_rollouts || needs_reward || needs_own || name == "discount";
  if (needs_judgement && options.constant_reward > 0) {
    return "with " + key("constant_reward") + " above 0, which takes the place of D's";
  }
  if (needs_reward && options.discriminator_share == 0) {
    return "with " + key("discriminator_share") + " = 0.0";
  }
  if (name == "discount_copies" && options.discriminator_share == 1) {
    return "with " + key("discriminator_share") + " = 1.0, D's reward alone";
  }
  const auto unless = [](const char* needed, const std::string& is, std::string_view acts_with) {
    return is == acts_with ? "" : "with " + key(needed) + " = " + quote_toml(is);
  };
  const bool needs_cold = name == "sampling_share" || name == "importance_clip";
  if (needs_cold && !is_cold(options)) {
    return "with " + key("sampling_temperature") + " = 1.0 and " + key("sampling_top_p") + " = 1.0";
  }
  if (name == "replay_size" && options.replay_share == 0) {
    return "with " + key("replay_share") + " = 0.0";
  }
  if (name == "log_ratio_bound") return unless("reward", options.reward, "ratio");
  if (name == "rank_steepness") return unless("reward_shape", options.reward_shape, "rank");
  if (name == "baseline_decay") return unless("baseline", options.baseline, "moving-average");
  const bool unused = name == "rollout_update_rate" && options.rollouts == 0;
  return unused ? "with " + key("rollouts") + " = 0" : "";
}

std::string why_no_completions(const OptionSet& set) {
  const auto& options = set.get<PolicyGradientOptions>();
  if (options.constant_reward > 0) return "with " + key("constant_reward") + " above 0";
  return options.rollouts > 0 ? "" : "with " + key("rollouts") + " = 0";
}

std::string why_player_idle(const OptionSet& set, std::string_view player) {
  const std::string& baseline = set.get<PolicyGradientOptions>().baseline;
  return baseline == player ? "" : "with " + key("baseline") + " = " + quote_toml(baseline);
}

}  // namespace

StrategyCard policy_gradient_card() {
  return {.name = "policy-gradient",
          .summary = "sampled tokens, rewarded by D through Monte-Carlo completions",
          .paper = "Yu et al. 2017 (SeqGAN)",
          .traits = {.pathwise = false, .hard_fakes = true, .labels = "condition"},
          .options = option_table<PolicyGradientOptions, problem, why_idle>(
              "strategy.policy-gradient", kKeys),
          .players = kPlayers,
          .why_player_idle = why_player_idle,
          .why_no_completions = why_no_completions,
          .hears_discriminator = hears_discriminator,
          .reward = reward,
          .own_reward_key = "discount_copies",
          .network_problem = network_problem,
          .objective_problem = objective_problem,
          .lone_problem = lone_problem,
          .notice = notice};
}

}  // namespace lingan
