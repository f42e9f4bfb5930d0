#include <lingan/gan/strategies/reward_augmented.h>

#include <array>

#include <lingan/gan/strategies/reward_cards.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>

namespace lingan {
namespace {

using R = RewardAugmentedOptions;

std::vector<std::string> reward_names() { return card_names(rewards()); }
std::vector<std::string> substitute_names() { return {"start", "uniform"}; }

constexpr std::array kKeys = {
    option<&R::samples>("samples", {.low = 1, .high = 4096}, "edited sentences of each real one"),
    option<&R::edit_temperature>(
        "edit_temperature", {.low = 0, .high = 100, .low_open = true},
        "temperature of the number of substituted words; near 0: none, 1: some 27 % of them"),
    option<&R::substitutes>("substitutes", substitute_names,
                            "what takes a word's place: a draw of the generator at its start, "
                            "after the words before it, or any word alike"),
    option<&R::reward_temperature>(
        "reward_temperature", {.low = 1e-3, .high = 1e6},
        "what rewards are divided by before the softmax that weighs the sentences"),
    option<&R::reward>("reward", reward_names, "what D's judgement of a sentence is worth"),
    option<&R::log_ratio_bound>("log_ratio_bound", kLogRatios,
                                "what D's output is cut to from above; with reward = \"ratio\""),
    option<&R::shuffle_rewards>("shuffle_rewards",
                                "every sentence gets the reward of another: the control, in which "
                                "D judges and nothing of it reaches G"),
};

std::string why_idle(const RewardAugmentedOptions& options, std::string_view name) {
  const bool is_idle = name == "log_ratio_bound" && options.reward != "ratio";
  return is_idle ? "with strategy.reward-augmented.reward = " + quote_toml(options.reward) : "";
}

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions& discriminator) {
  std::string problem = needs_token_probabilities(set, generator, discriminator);
  if (!problem.empty() || !judges_tokens(discriminator)) return problem;
  return "strategy.name: \"reward-augmented\" weighs sentences, and the discriminator judges "
         "tokens; set strategy.name = \"policy-gradient\", or " +
         std::string(to_judge_sentences(discriminator));
}

ChosenReward reward(const OptionSet& set) {
  const auto& options = set.get<RewardAugmentedOptions>();
  return {.key = "strategy.reward-augmented.reward",
          .reward = options.reward,
          .log_ratio_bound = options.log_ratio_bound};
}

std::string objective_problem(const OptionSet& set, const ObjectiveCard& objective) {
  return reward_problem(reward(set), objective);
}

std::string why_no_completions(const OptionSet&) {
  return "with strategy.name = \"reward-augmented\", which completes no prefixes";
}

}  // namespace

StrategyCard reward_augmented_card() {
  return {.name = "reward-augmented",
          .summary = "likelihood of edited sentences of the text, weighed by what D thinks of them",
          .paper = "Ke et al. 2019 (ARAML)",
          .traits = {.pathwise = false, .hard_fakes = true},
          .options = option_table<RewardAugmentedOptions, nullptr, why_idle>(
              "strategy.reward-augmented", kKeys),
          .why_no_completions = why_no_completions,
          .reward = reward,
          .network_problem = network_problem,
          .objective_problem = objective_problem};
}

}  // namespace lingan
