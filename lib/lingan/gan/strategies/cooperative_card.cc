#include <array>

#include <lingan/gan/strategies/cooperative.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using C = CooperativeOptions;

constexpr std::array kKeys = {
    option<&C::mediator_width>("mediator_width", ranges::kWidth, "hidden width of the mediator"),
    option<&C::mediator_dropout>("mediator_dropout", ranges::kShare,
                                 "of the mediator's embeddings and outputs, while it learns"),
};

constexpr std::array kPlayers = {kMediator};

}  // namespace

StrategyCard cooperative_card() {
  return {
      .name = "cooperative",
      .summary = "a mediator learns the mixture of data and samples; G follows it token by token",
      .paper = "Lu et al. 2019 (CoT)",
      .traits = {.pathwise = false, .hard_fakes = true, .has_discriminator = false},
      .options = option_table<CooperativeOptions>("strategy.cooperative", kKeys),
      .players = kPlayers,
      .network_problem = needs_token_probabilities};
}

}  // namespace lingan
