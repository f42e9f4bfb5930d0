#include <array>

#include <lingan/gan/strategies/penalty.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&PenaltyOptions::rollouts>("rollouts", {.low = 0, .high = 1e6},
                                      "completions of each prefix; 0: D on the finished sentence"),
};

}  // namespace

StrategyCard penalty_card() {
  return {.name = "penalty",
          .summary =
              "a generator for each label, which loses a token's probability times the "
              "penalty that D gives",
          .paper = "Wang & Wan 2018 (SentiGAN)",
          .traits = {.pathwise = false, .hard_fakes = true, .labels = "separate"},
          .options = option_table<PenaltyOptions>("strategy.penalty", kKeys),
          .network_problem = needs_token_probabilities};
}

}  // namespace lingan
