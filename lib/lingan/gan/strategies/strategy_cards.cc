#include <lingan/gan/strategies/strategy_cards.h>

#include <array>

#include <fmt/format.h>

#include <lingan/model/generators/generator_cards.h>

namespace lingan {

#define VARIANT(name) StrategyCard name##_card();
#include <lingan/gan/strategies/strategies.def>
#undef VARIANT

std::span<const StrategyCard> strategies() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gan/strategies/strategies.def>
  };
#undef VARIANT
  return cards;
}

std::string token_probability_problem(const GeneratorOptions& generator) {
  const GeneratorCard* cell = card_named(generators(), generator.cell);
  if (cell != nullptr && !cell->autoregressive) {
    return "generator.cell: the strategy needs the probability of a token after those before it, "
           "and " +
           quote_toml(generator.cell) + " writes all tokens at once; set it to " +
           quote_toml(first_autoregressive_generator());
  }
  if (generator.output != "softmax") {
    return "generator.output: the strategy needs the probability of a token; set it to \"softmax\"";
  }
  return "";
}

std::string latent_code_problem(const GeneratorOptions& generator, std::string_view strategy,
                                std::string_view use, int width) {
  std::string problem = token_probability_problem(generator);
  if (!problem.empty() || generator.latent_width > 0) return problem;
  return fmt::format("generator.latent_width: the strategy {} {}; set it, for example, to {}",
                     quote_toml(strategy), use, width);
}

std::string needs_token_probabilities(const OptionSet&, const GeneratorOptions& generator,
                                      const DiscriminatorOptions&) {
  std::string problem = token_probability_problem(generator);
  if (!problem.empty() || generator.latent_width == 0) return problem;
  return "generator.latent_width: the strategy knows no latent code; set it to 0";
}

}  // namespace lingan
