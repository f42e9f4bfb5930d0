#include <array>

#include <lingan/gan/strategies/odds_weighted.h>
#include <lingan/gan/strategies/reward_cards.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>

namespace lingan {
namespace {

using O = OddsWeightedOptions;

constexpr std::array kKeys = {
    option<&O::pool>("pool", {.low = 2, .high = 1e8},
                     "sentences that the generator writes at its start and D weighs"),
    option<&O::pool_every>(
        "pool_every", ranges::kCount,
        "steps of the generator after which it writes a new pool, which is a new "
        "start; 0: never"),
    option<&O::anchor>("anchor", ranges::kNotNegative,
                       "weight of the exact cross-entropy of each next token to the start's"),
    option<&O::shuffle_weights>("shuffle_weights",
                                "every sentence gets the weight of another: the control, in which "
                                "D judges and nothing of it reaches G"),
};

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions& discriminator) {
  std::string problem = needs_token_probabilities(set, generator, discriminator);
  if (!problem.empty() || !judges_tokens(discriminator)) return problem;
  return "strategy.name: \"odds-weighted\" weighs sentences, and the discriminator judges tokens; "
         "set strategy.name = \"policy-gradient\", or " +
         std::string(to_judge_sentences(discriminator));
}

std::string objective_problem(const OptionSet&, const ObjectiveCard& objective) {
  if (objective.outputs == Outputs::kLogOdds) return "";
  return "objective.name: \"odds-weighted\" takes D's output for log odds, which with " +
         quote_toml(objective.name) + " it is not; set it to \"non-saturating\"";
}

std::string why_no_completions(const OptionSet&) {
  return "with strategy.name = \"odds-weighted\", which completes no prefixes";
}

}  // namespace

StrategyCard odds_weighted_card() {
  return {.name = "odds-weighted",
          .summary =
              "likelihood of the generator's own sentences, weighted by D's odds and anchored to "
              "the start",
          .paper = "weights: Deng et al. 2020, Residual Energy-Based Models for Text Generation",
          .traits = {.pathwise = false, .hard_fakes = true},
          .options = option_table<OddsWeightedOptions>("strategy.odds-weighted", kKeys),
          .why_no_completions = why_no_completions,
          .network_problem = network_problem,
          .objective_problem = objective_problem};
}

}  // namespace lingan
