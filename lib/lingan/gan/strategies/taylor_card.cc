#include <lingan/gan/strategies/taylor.h>

#include <array>

#include <lingan/gan/strategies/reward_cards.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>

namespace lingan {
namespace {

using T = TaylorOptions;

std::vector<std::string> reward_names() { return card_names(rewards()); }

constexpr std::array kKeys = {
    option<&T::reward>("reward", reward_names, "what D's judgement of a sentence is worth"),
    option<&T::log_ratio_bound>("log_ratio_bound", kLogRatios,
                                "what D's output is cut to from above; with reward = \"ratio\""),
    option<&T::bandwidth>(
        "bandwidth", {.low = 1e-6, .high = 1e6},
        "distance in D's embedding space within which a drawn token stands for others"),
    option<&T::baseline_decay>("baseline_decay", ranges::kShare,
                               "decay of the mean of earlier rewards that is taken off"),
    option<&T::entropy_bonus>("entropy_bonus", ranges::kNotNegative,
                              "reward of a nat of every token's entropy"),
};

std::string why_idle(const TaylorOptions& options, std::string_view name) {
  const bool is_idle = name == "log_ratio_bound" && options.reward != "ratio";
  return is_idle ? "with strategy.taylor.reward = " + quote_toml(options.reward) : "";
}

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions& discriminator) {
  std::string problem = needs_token_probabilities(set, generator, discriminator);
  if (!problem.empty() || !judges_tokens(discriminator)) return problem;
  return "strategy.name: \"taylor\" takes the slope of a sentence's reward, and the discriminator "
         "judges tokens; set strategy.name = \"policy-gradient\", or " +
         std::string(to_judge_sentences(discriminator));
}

std::string objective_problem(const OptionSet& set, const ObjectiveCard& objective) {
  return reward_problem(
      {.key = "strategy.taylor.reward", .reward = set.get<TaylorOptions>().reward}, objective);
}

}  // namespace

StrategyCard taylor_card() {
  return {.name = "taylor",
          .summary = "a reward for every token of the vocabulary from one pass back through D",
          .paper = "Lin, Chen & Lee 2020 (TaylorGAN)",
          .traits = {.pathwise = true, .hard_fakes = true},
          .options = option_table<TaylorOptions, nullptr, why_idle>("strategy.taylor", kKeys),
          .network_problem = network_problem,
          .objective_problem = objective_problem};
}

}  // namespace lingan
