#include <array>

#include <lingan/gan/strategies/leaked_features.h>
#include <lingan/gan/strategies/reward_cards.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using L = LeakedFeaturesOptions;

std::vector<std::string> reward_names() { return card_names(rewards()); }

constexpr std::array kKeys = {
    option<&L::rollouts>("rollouts", {.low = 1, .high = 4096},
                         "completions of a sentence's beginnings, which D judges"),
    option<&L::reward>("reward", reward_names, "what D's judgement of a sentence is worth"),
    option<&L::log_ratio_bound>("log_ratio_bound", kLogRatios,
                                "what D's output is cut to from above; with reward = \"ratio\""),
    option<&L::rank_steepness>("rank_steepness", ranges::kPositive,
                               "slope of the sigmoid of a reward's rank in the batch"),
    option<&L::shuffle_rewards>("shuffle_rewards",
                                "goals and tokens get the rewards of another sentence's at their "
                                "position: the control, in which D judges and nothing of it "
                                "reaches G but by its features"),
};

constexpr std::string_view kName = "leaked-features";

ChosenReward reward(const OptionSet& set) {
  const auto& options = set.get<LeakedFeaturesOptions>();
  return {.key = "strategy.leaked-features.reward",
          .reward = options.reward,
          .log_ratio_bound = options.log_ratio_bound};
}

std::string why_idle(const LeakedFeaturesOptions& options, std::string_view name) {
  if (name != "log_ratio_bound" || options.reward == "ratio") return "";
  return "with strategy.leaked-features.reward = " + quote_toml(options.reward);
}

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions& discriminator) {
  const std::string strategy = "the strategy " + quote_toml(kName);
  if (generator.cell != "leaked") {
    return "generator.cell: " + strategy + " moves goals in the space of D's features, which " +
           quote_toml(generator.cell) + " does not set; set it to \"leaked\"";
  }
  std::string problem = needs_token_probabilities(set, generator, discriminator);
  if (!problem.empty()) return problem;
  if (discriminator.kind != "cnn") {
    return "discriminator.kind: " + strategy +
           " takes features of prefixes, which are those of windows; set it to \"cnn\"";
  }
  if (discriminator.embeddings != "generator") return "";
  return "discriminator.embeddings: " + strategy +
         " has the generator read D, which cannot read the generator at once; set it to \"own\"";
}

std::string objective_problem(const OptionSet& set, const ObjectiveCard& objective) {
  return reward_problem(reward(set), objective);
}

std::string lone_problem(const OptionSet&) {
  return "strategy.name = \"leaked-features\" ranks a batch's sentences; set strategy.name = "
         "\"policy-gradient\"";
}

}  // namespace

StrategyCard leaked_features_card() {
  return {.name = kName,
          .summary =
              "a manager's goals in D's features are rewarded by D, and a worker's tokens by "
              "how far they go towards them",
          .paper = "Guo et al. 2018 (LeakGAN)",
          .traits = {.pathwise = false, .hard_fakes = true, .leaks_features = true},
          .options = option_table<LeakedFeaturesOptions, nullptr, why_idle>(
              "strategy.leaked-features", kKeys),
          .reward = reward,
          .network_problem = network_problem,
          .objective_problem = objective_problem,
          .lone_problem = lone_problem};
}

}  // namespace lingan
