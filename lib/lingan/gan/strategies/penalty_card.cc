#include <array>
#include <string>

#include <lingan/gan/strategies/penalty.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&PenaltyOptions::rollouts>("rollouts", {.low = 0, .high = 1e6},
                                      "completions of each prefix; 0: D on the finished sentence"),
};

std::string why_no_completions(const OptionSet& set) {
  return set.get<PenaltyOptions>().rollouts > 0 ? "" : "with strategy.penalty.rollouts = 0";
}

std::string objective_problem(const OptionSet&, const ObjectiveCard& objective) {
  if (!objective.takes_energy) return "";
  return "strategy.name: \"penalty\" takes D's probability of being fake, and objective.name = " +
         quote_toml(objective.name) +
         " is of energies; set strategy.name = \"policy-gradient\", or another objective";
}

}  // namespace

StrategyCard penalty_card() {
  return {.name = "penalty",
          .summary =
              "a generator for each label, which loses a token's probability times the "
              "penalty that D gives",
          .paper = "Wang & Wan 2018 (SentiGAN)",
          .traits = {.pathwise = false, .hard_fakes = true, .labels = "separate"},
          .options = option_table<PenaltyOptions>("strategy.penalty", kKeys),
          .why_no_completions = why_no_completions,
          .network_problem = needs_token_probabilities,
          .objective_problem = objective_problem};
}

}  // namespace lingan
