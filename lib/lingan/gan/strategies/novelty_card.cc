#include <array>
#include <string>
#include <vector>

#include <lingan/gan/strategies/baseline_cards.h>
#include <lingan/gan/strategies/novelty.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using N = NoveltyOptions;

std::vector<std::string> levels() { return {"word-and-sentence", "word", "sentence"}; }

/// Those that want neither completions, nor another sentence's reward, nor a network.
std::vector<std::string> baseline_names() {
  std::vector<std::string> names;
  for (const BaselineCard& card : baselines()) {
    const bool wants_more = card.needs_rollouts || card.needs_plain_rewards || card.name == kCritic;
    if (!wants_more) names.emplace_back(card.name);
  }
  return names;
}

constexpr std::array kKeys = {
    option<&N::language_model_width>("language_model_width", ranges::kWidth,
                                     "hidden width of the language model"),
    option<&N::level>(
        "level", levels,
        "what a word is rewarded with: its own novelty, its sentence's mean, or their "
        "product"),
    option<&N::real_weight>(
        "real_weight", ranges::kNotNegative,
        "weight of real sentences in the language model's loss, which makes "
        "them novel; generated ones have 1. There is no bound to how novel they "
        "become"),
    option<&N::reward_bound>("reward_bound", ranges::kNotNegative,
                             "what a word's novelty is cut to from above, in nats; 0: it is not"),
    option<&N::discount>("discount", ranges::kFactor, "factor on what comes a token later"),
    option<&N::baseline>("baseline", baseline_names,
                         "what is taken off the rewards, which are all above 0"),
};

std::string lone_problem(const OptionSet& set) {
  const std::string& name = set.get<NoveltyOptions>().baseline;
  if (!find_card(baselines(), name, "baseline").compares_sentences) return "";
  return "strategy.novelty.baseline = " + quote_toml(name) +
         " is made of a batch's other sentences; set baseline = \"moving-average\"";
}

constexpr std::array kPlayers = {kLanguageModel};

}  // namespace

StrategyCard novelty_card() {
  return {.name = "novelty",
          .summary = "no discriminator: a language model finds the text novel and samples known",
          .paper = "Xu et al. 2018 (DP-GAN)",
          .traits = {.pathwise = false, .hard_fakes = true, .has_discriminator = false},
          .options = option_table<NoveltyOptions>("strategy.novelty", kKeys),
          .players = kPlayers,
          .network_problem = needs_token_probabilities,
          .lone_problem = lone_problem};
}

}  // namespace lingan
