#include <array>

#include <lingan/gan/strategies/baseline_cards.h>
#include <lingan/gan/strategies/in_filling.h>
#include <lingan/gan/strategies/reward_cards.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using F = InFillingOptions;

std::vector<std::string> reward_names() { return card_names(rewards()); }

constexpr std::array kKeys = {
    option<&F::mask_share>("mask_share", {.low = 0, .high = 1, .low_open = true},
                           "share of a sentence's words that are taken out"),
    option<&F::masks>("masks", {.low = 1, .high = 1024},
                      "copies of each sentence to train on, each with holes of its own"),
    option<&F::reward>("reward", reward_names, "what D's judgement of a filled word is worth"),
    option<&F::discount>("discount", ranges::kFactor, "factor on what comes a token later"),
    option<&F::advantage_clip>("advantage_clip", ranges::kNotNegative,
                               "bound on |reward - critic|; 0: none"),
    option<&F::shuffle_rewards>("shuffle_rewards",
                                "every word gets the reward of another sentence's at its position: "
                                "the control, in which D judges and nothing of it reaches G"),
};

constexpr std::array kPlayers = {kCritic};

Masking masking(const OptionSet& set) {
  const auto& options = set.get<InFillingOptions>();
  return {.share = options.mask_share, .masks = options.masks};
}

ChosenReward reward(const OptionSet& set) {
  return {.key = "strategy.in-filling.reward", .reward = set.get<InFillingOptions>().reward};
}

std::string objective_problem(const OptionSet& set, const ObjectiveCard& objective) {
  return reward_problem(reward(set), objective);
}

std::string lone_problem(const OptionSet& set) {
  return set.get<InFillingOptions>().shuffle_rewards
             ? "strategy.in-filling.shuffle_rewards deals rewards out among a batch's sentences; "
               "set it to false"
             : "";
}

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions& discriminator) {
  std::string problem = needs_token_probabilities(set, generator, discriminator);
  if (!problem.empty() || generator.source != "none") return problem;
  return "generator.source: the strategy \"in-filling\" fills masked sentences, which the "
         "generator "
         "has to read; set it to \"encoder\"";
}

}  // namespace

StrategyCard in_filling_card() {
  return {
      .name = "in-filling",
      .summary = "words taken out of sentences and filled in again, rewarded by D",
      .paper = "Fedus et al. 2018 (MaskGAN)",
      .traits = {.pathwise = false, .hard_fakes = true, .sources = true},
      .options = option_table<InFillingOptions>("strategy.in-filling", kKeys),
      .players = kPlayers,
      .why_no_completions = [](const OptionSet&) { return std::string("where holes are filled"); },
      .reward = reward,
      .network_problem = network_problem,
      .objective_problem = objective_problem,
      .lone_problem = lone_problem,
      .masking = masking};
}

}  // namespace lingan
