#include <array>

#include <lingan/gan/strategies/latent_adversarial.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/variational.h>

namespace lingan {
namespace {

using L = LatentAdversarialOptions;

constexpr std::array kKeys = {
    option<&L::encoder_width>("encoder_width", ranges::kWidth,
                              "hidden width of the encoder in each direction"),
    option<&L::discriminator_width>("discriminator_width", ranges::kWidth,
                                    "hidden width of the discriminator of codes"),
    option<&L::code_noise>("code_noise", ranges::kNotNegative,
                           "standard deviation of noise on the encoder's codes"),
    option<&L::adversarial_weight>(
        "adversarial_weight", ranges::kPositive,
        "of what the discriminator of codes says, beside the reconstruction of a token"),
    option<&L::decoder_weight>(
        "decoder_weight", ranges::kNotNegative,
        "of what it says of the codes of G's own sentences, which the encoder reads again; 0: they "
        "are not read"),
};

constexpr std::array kPlayers = {kEncoder, kLatentDiscriminator};

std::string network_problem(const OptionSet&, const GeneratorOptions& generator,
                            const DiscriminatorOptions&) {
  std::string problem = latent_code_problem(generator, "latent-adversarial",
                                            "makes sentences out of a latent code", 32);
  if (!problem.empty()) return problem;
  if (generator.prior_width > 0) return "";
  return "generator.prior_width: with the strategy \"latent-adversarial\" a network makes codes of "
         "noise; set it, for example, to 128";
}

}  // namespace

StrategyCard latent_adversarial_card() {
  return {.name = "latent-adversarial",
          .summary =
              "an auto-encoder of sentences, and beside it a GAN of their codes, which gives codes "
              "to sample",
          .paper = "Diao et al. 2021 (TILGAN)",
          .traits = {.pathwise = false,
                     .hard_fakes = true,
                     .has_discriminator = false,
                     .feeds_text = true},
          .options = option_table<LatentAdversarialOptions>("strategy.latent-adversarial", kKeys),
          .players = kPlayers,
          .network_problem = network_problem};
}

}  // namespace lingan
