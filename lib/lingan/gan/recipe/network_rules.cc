#include <lingan/gan/recipe/network_rules.h>

#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/round_text.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan {
namespace {

/// What is wrong with a generator where there is no strategy.
std::string problem_without_strategy(const GeneratorOptions& generator) {
  const GeneratorCard* card = card_named(generators(), generator.cell);
  if (card != nullptr && !card->autoregressive) {
    return "generator.cell: without a strategy there is maximum likelihood alone, and " +
           quote_toml(generator.cell) + " has no likelihood; set it to " +
           quote_toml(first_autoregressive_generator());
  }
  if (card != nullptr && card->reads_discriminator) {
    return "generator.cell: without a strategy there is no discriminator, which " +
           quote_toml(generator.cell) + " reads; set it to " +
           quote_toml(first_autoregressive_generator());
  }
  if (generator.output != "softmax") {
    return "generator.output: without a strategy " + quote_toml(generator.output) +
           " has no use; set it to \"softmax\"";
  }
  if (generator.latent_width == 0) return "";
  return "generator.latent_width: without a strategy a latent code has no use; set it to 0";
}

/// What is wrong with a generator that writes all tokens at once.
std::string all_at_once_problem(const Recipe& recipe) {
  const GeneratorCard* generator = card_named(generators(), recipe.generator.cell);
  if (generator == nullptr || generator->autoregressive) return "";
  const std::string because =
      ": a generator.cell = " + quote_toml(generator->name) + " has no likelihood; ";
  if (recipe.generator.latent_width == 0) {
    return "generator.latent_width: generator.cell = " + quote_toml(generator->name) +
           " makes sentences out of a latent code; set it, for example, to 128";
  }
  if (is_told_labels(recipe.generator)) {
    return "generator.cell: " + quote_toml(generator->name) +
           " reads no tokens, before which it would be told the label; set it to " +
           quote_toml(first_autoregressive_generator());
  }
  if (recipe.training.pretrain_epochs > 0) {
    return "training.pretrain_epochs" + because + "set it to 0";
  }
  const std::string& round = recipe.training.round;
  const std::string without_likelihood = round_without(round, "likelihood");
  if (without_likelihood != round) {
    return "training.round" + because + "set it to " + quote_toml(without_likelihood);
  }
  return recipe.training.select == "nll" ? "training.select" + because + "set it to \"\"" : "";
}

/// What is wrong with a generator that reads D's features.
std::string leak_problem(const Recipe& recipe) {
  const GeneratorCard* generator = card_named(generators(), recipe.generator.cell);
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (generator == nullptr || !generator->reads_discriminator || strategy == nullptr) return "";
  if (!strategy->traits.leaks_features) {
    return "generator.cell: " + quote_toml(generator->name) +
           " reads the discriminator, and the strategy " + quote_toml(strategy->name) +
           " teaches it nothing by that; set it to " + quote_toml(first_autoregressive_generator());
  }
  if (recipe.training.replaced_token_epochs == 0) return "";
  return "training.replaced_token_epochs: features of D that are of its outputs of tokens have no "
         "value of a sentence's beginning, which generator.cell = " +
         quote_toml(generator->name) + " reads; set it to 0";
}

/// What is wrong with networks of which one finds the tokens that the other has replaced.
std::string replaced_token_problem(const Recipe& recipe) {
  if (recipe.training.replaced_token_epochs == 0 || !has_discriminator(recipe)) return "";
  if (!has_token_outputs(recipe.discriminator)) {
    return "discriminator.kind: " + quote_toml(recipe.discriminator.kind) +
           " has no outputs of single tokens to find replaced ones by; set it to " +
           choice_of(discriminators(), [](const auto& card) { return card.has_token_outputs; }) +
           ", or training.replaced_token_epochs = 0";
  }
  if (recipe.generator.labels != "none") {
    return "training.replaced_token_epochs: a generator of labels replaces no tokens; set it to 0";
  }
  std::string problem =
      needs_token_probabilities(recipe.options, recipe.generator, recipe.discriminator);
  if (problem.empty()) return "";
  return "training.replaced_token_epochs: the generator gives no probability of a token after the "
         "ones before it, by which to replace it; set it to 0";
}

/// What is wrong with a D whose judgement of a sentence depends on the batch: a reward is one
/// sentence's own, and is taken of batches of any size.
std::string batch_judgement_problem(const Recipe& recipe, const StrategyCard& card) {
  const bool takes_batches = card.traits.pathwise && !card.traits.hard_fakes;
  if (!card.traits.has_discriminator || takes_batches || !judges_by_batch(recipe.discriminator)) {
    return "";
  }
  return "discriminator.minibatch_deviation: D's judgement of a sentence would depend on those "
         "beside it, and the strategy " +
         quote_toml(card.name) + " takes judgements of single sentences; set it to false";
}

}  // namespace

std::string network_problem(const Recipe& recipe) {
  if (recipe.strategy.empty()) return problem_without_strategy(recipe.generator);
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  if (card != nullptr && card->network_problem != nullptr) {
    std::string problem =
        card->network_problem(recipe.options, recipe.generator, recipe.discriminator);
    if (!problem.empty()) return problem;
  }
  if (auto problem = leak_problem(recipe); !problem.empty()) return problem;
  if (auto problem = replaced_token_problem(recipe); !problem.empty()) return problem;
  if (card != nullptr) {
    if (auto problem = batch_judgement_problem(recipe, *card); !problem.empty()) return problem;
  }
  if (recipe.generator.output == "point" && recipe.training.select == "nll") {
    return "training.select: points have no likelihood; set it to \"\"";
  }
  if (recipe.training.select == "elbo" && card != nullptr && !card->traits.raises_bound) {
    return "training.select: the strategy " + quote_toml(recipe.strategy) +
           " raises no evidence lower bound; set it to \"\"";
  }
  return all_at_once_problem(recipe);
}

}  // namespace lingan
