#include <array>

#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/missing_data.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

StrategyCard gumbel_softmax_card();

namespace {

using M = MissingDataOptions;

constexpr std::array kKeys = {
    option<&M::mask_share>("mask_share", {.low = 0, .high = 1, .low_open = true, .high_open = true},
                           "of the words of sentences to train on that are taken out, one by one "
                           "by chance"),
    option<&M::mask_weight>("mask_weight", ranges::kNotNegative,
                            "alpha, of D's loss of masked sentences beside that of masks alone, "
                            "for the generator of masks"),
    option<&M::mask_temperature>("mask_temperature", ranges::kPositive,
                                 "of the gradient of a mask, which itself is 0 or 1"),
    option<&M::noise_width>("noise_width", ranges::kWidth, "of what masks are made of"),
    option<&M::generator_width>("generator_width", ranges::kWidth,
                                "hidden width of the generator of masks"),
    option<&M::discriminator_width>("discriminator_width", ranges::kWidth,
                                    "hidden width of the discriminator of masks"),
};

constexpr std::array kPlayers = {kMaskGenerator, kMaskDiscriminator};

std::string problem(const OptionSet& set) {
  if (!set.get<GumbelSoftmaxOptions>().length_gradient) {
    return gumbel_softmax_card().options.problem(set);
  }
  return "strategy.gumbel-softmax.length_gradient: \"missing-data\" masks words up to a sentence's "
         "end, which it must know; set it to false";
}

OptionTable table() {
  OptionTable table = option_table<M>("strategy.missing-data", kKeys);
  table.problem = problem;
  return table;
}

}  // namespace

StrategyCard missing_data_card() {
  StrategyCard card = gumbel_softmax_card();
  card.name = "missing-data";
  card.summary = "whole sentences learned from text that lacks words, by a generator of masks";
  card.paper = "Li, Jiang & Marlin 2019 (MisGAN)";
  card.traits = {.pathwise = true, .hard_fakes = false};
  card.options = table();
  card.built_on = "gumbel-softmax";
  card.players = kPlayers;
  card.missing_share = [](const OptionSet& set) { return set.get<M>().mask_share; };
  return card;
}

}  // namespace lingan
