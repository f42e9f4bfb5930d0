#include <array>

#include <lingan/gan/strategies/bidirectional.h>
#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/variational.h>

namespace lingan {

StrategyCard gumbel_softmax_card();

namespace {

using B = BidirectionalOptions;

constexpr std::array kKeys = {
    option<&B::encoder_width>("encoder_width", ranges::kWidth,
                              "hidden width of the encoder in each direction"),
    option<&B::discriminator_width>("discriminator_width", ranges::kWidth,
                                    "hidden width of the discriminator of pairs"),
    option<&B::reconstruction_weight>(
        "reconstruction_weight", ranges::kNotNegative,
        "of a token's negative log-likelihood given the encoder's code, beside the game"),
};

constexpr std::array kPlayers = {kEncoder, kPairDiscriminator};

std::string problem(const OptionSet& set) { return gumbel_softmax_card().options.problem(set); }

OptionTable table() {
  OptionTable table = option_table<B>("strategy.bidirectional", kKeys);
  table.problem = problem;
  return table;
}

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions&) {
  std::string problem = latent_code_problem(generator, "bidirectional",
                                            "judges sentences with their latent codes", 16);
  if (!problem.empty()) return problem;
  if (generator.prior_width > 0) {
    return "generator.prior_width: the bound that the strategy \"bidirectional\" logs is of codes "
           "that are normal noise; set it to 0";
  }
  if (!set.get<GumbelSoftmaxOptions>().length_gradient) return "";
  return "strategy.gumbel-softmax.length_gradient: the strategy \"bidirectional\" reads a sentence "
         "to its end, which it must know; set it to false";
}

}  // namespace

StrategyCard bidirectional_card() {
  return {.name = "bidirectional",
          .summary =
              "an encoder tells sentences' codes, and a discriminator judges sentences with codes",
          .paper =
              "Donahue et al. 2017 (BiGAN); Dumoulin et al. 2017 (ALI); Li et al. 2017 "
              "(ALICE)",
          .traits = {.pathwise = true,
                     .hard_fakes = false,
                     .has_discriminator = false,
                     .feeds_text = true},
          .options = table(),
          .built_on = "gumbel-softmax",
          .players = kPlayers,
          .network_problem = network_problem};
}

}  // namespace lingan
