#include <array>

#include <lingan/gan/strategies/jensen_shannon.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using J = JensenShannonOptions;

constexpr std::array kKeys = {
    option<&J::exponent>("exponent", {.low = 0, .high = 1},
                         "of the probabilities that sentences are weighed by; 1: the divergence's "
                         "own slope; 0: all weigh the same, which is maximum likelihood, the "
                         "control"),
};

}  // namespace

StrategyCard jensen_shannon_card() {
  return {
      .name = "jensen-shannon",
      .summary = "no discriminator: the slope of the divergence itself, over the real sentences",
      .paper = "Li et al. 2019 (JSDGAN)",
      .traits = {.pathwise = false, .hard_fakes = true, .has_discriminator = false},
      .options = option_table<JensenShannonOptions>("strategy.jensen-shannon", kKeys),
      .network_problem = needs_token_probabilities};
}

}  // namespace lingan
