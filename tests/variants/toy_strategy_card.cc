#include <array>

#include <lingan/gan/strategies/strategy_cards.h>

#include "tests/variants/toy_strategy.h"

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&ToyStrategyOptions::sharpness>("sharpness", {.low = 1, .high = 100},
                                           "how sharp the toy is"),
};

std::string problem(const ToyStrategyOptions& options) {
  return options.sharpness == 13 ? "strategy.toy.sharpness: 13 brings no luck" : "";
}

bool hears_discriminator(const OptionSet& set) {
  return set.get<ToyStrategyOptions>().sharpness < 50;
}

ChosenReward reward(const OptionSet& set) {
  return {.key = "strategy.toy.sharpness",
          .reward = "ratio",
          .log_ratio_bound = set.get<ToyStrategyOptions>().sharpness};
}

}  // namespace

StrategyCard toy_strategy_card() {
  return {.name = "toy",
          .summary = "a strategy to play with",
          .paper = "none",
          .traits = {.pathwise = true, .hard_fakes = false},
          .options = option_table<ToyStrategyOptions, problem>("strategy.toy", kKeys),
          .hears_discriminator = hears_discriminator,
          .reward = reward};
}

}  // namespace lingan
