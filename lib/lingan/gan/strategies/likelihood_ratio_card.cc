#include <array>
#include <string>
#include <vector>

#include <lingan/gan/strategies/likelihood_ratio.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

using L = LikelihoodRatioOptions;

std::vector<std::string> levels() { return {"sentences", "tokens"}; }

constexpr std::array kKeys = {
    option<&L::level>(
        "level", levels,
        "what is told apart: whole sentences of the text and of the reference, or the "
        "next token of the text and all that the reference may write there"),
    option<&L::reference_every>("reference_every", ranges::kCount,
                                "steps of the generator after which it is its new reference; 0: "
                                "the reference stays as the phase began"),
    option<&L::alpha>(
        "alpha", ranges::kNotNegative,
        "weight of what the reference writes, the text having 1; 0: the text alone, a "
        "control without fakes"),
    option<&L::beta>("beta", ranges::kPositive,
                     "factor on the logarithm of the ratio; below 1 the generator goes further "
                     "than from the reference to the text, above 1 less far"),
};

}  // namespace

StrategyCard likelihood_ratio_card() {
  return {.name = "likelihood-ratio",
          .summary =
              "no discriminator: the generator over an earlier one of itself tells real from fake",
          .paper = "Montahaei et al. 2021 (DGSAN); Zheng et al. 2025 (DDO)",
          .traits = {.pathwise = false, .hard_fakes = true, .has_discriminator = false},
          .options = option_table<LikelihoodRatioOptions>("strategy.likelihood-ratio", kKeys),
          .network_problem = needs_token_probabilities};
}

}  // namespace lingan
