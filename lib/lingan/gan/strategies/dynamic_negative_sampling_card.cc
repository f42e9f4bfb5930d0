#include <array>

#include <lingan/gan/strategies/dynamic_negative_sampling.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using D = DynamicNegativeOptions;

constexpr std::array kKeys = {
    option<&D::candidates>("candidates", {.low = 1, .high = 65536},
                           "items drawn for each pair, of which the highest-scored is the one to "
                           "rank lower; 1: any item"),
    option<&D::l2>("l2", ranges::kNotNegative,
                   "weight of half the squares of a pair's vectors and biases"),
};

}  // namespace

StrategyCard dynamic_negative_sampling_card() {
  return {
      .name = "dynamic-negative-sampling",
      .summary = "ranks a query's items above the highest-scored of a few others",
      .paper = "Zhang et al. 2013; the loss: Rendle et al. 2009 (BPR)",
      .traits = {.pathwise = false,
                 .hard_fakes = true,
                 .has_discriminator = false,
                 .labels = "condition",
                 .chooses_items = true},
      .options = option_table<DynamicNegativeOptions>("strategy.dynamic-negative-sampling", kKeys),
      .network_problem = needs_token_probabilities};
}

}  // namespace lingan
