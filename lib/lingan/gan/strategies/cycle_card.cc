#include <array>

#include <lingan/gan/strategies/cycle.h>
#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

StrategyCard gumbel_softmax_card();

namespace {

using C = CycleOptions;

constexpr std::array kKeys = {
    option<&C::cycle_weight>("cycle_weight", ranges::kNotNegative,
                             "lambda, of nats a token of the sentence that comes back, beside the "
                             "adversarial loss's 1"),
    option<&C::identity_weight>("identity_weight", ranges::kNotNegative,
                                "of nats a token of a sentence that is written again with its own "
                                "label"),
};

std::string problem(const OptionSet& set) {
  if (!set.get<GumbelSoftmaxOptions>().length_gradient) {
    return gumbel_softmax_card().options.problem(set);
  }
  return "strategy.gumbel-softmax.length_gradient: \"cycle\" reads its sentences again up to their "
         "ends; set it to false";
}

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions& discriminator) {
  if (generator.source != "itself") {
    return "generator.source: the strategy \"cycle\" writes sentences again; set it to \"itself\"";
  }
  return needs_token_probabilities(set, generator, discriminator);
}

OptionTable table() {
  OptionTable table = option_table<C>("strategy.cycle", kKeys);
  table.problem = problem;
  return table;
}

}  // namespace

StrategyCard cycle_card() {
  StrategyCard card = gumbel_softmax_card();
  card.name = "cycle";
  card.summary = "sentences of one label are written again with another, and back, without pairs";
  card.paper = "Zhu et al. 2017 (CycleGAN); Choi et al. 2018 (StarGAN); Dai et al. 2019";
  card.traits = {.pathwise = true, .hard_fakes = false, .labels = "condition", .rewrites = true};
  card.options = table();
  card.built_on = "gumbel-softmax";
  card.network_problem = network_problem;
  return card;
}

}  // namespace lingan
