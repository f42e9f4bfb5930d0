#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/recipe/round.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminator_cards.h>
#include <lingan/model/generator_cards.h>

namespace lingan {
namespace {

/// What the card of a chosen variant has against its options.
template <AnyCard C>
std::string problem_of(std::span<const C> cards, std::string_view name, const OptionSet& options) {
  const C* card = card_named(cards, name);
  const bool has_rules = card != nullptr && card->options.problem != nullptr;
  return has_rules ? card->options.problem(options) : "";
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
  if (recipe.generator.labels == "condition") {
    return "generator.labels: generator.cell = " + quote_toml(generator->name) +
           " reads no tokens, before which it would be told the label; set another cell";
  }
  if (recipe.training.pretrain_epochs > 0) {
    return "training.pretrain_epochs" + because + "set it to 0";
  }
  if (has_move(parse_round(recipe.training.round), Move::Kind::kLikelihood)) {
    return "training.round" + because + "leave the likelihood's moves out";
  }
  return recipe.training.select == "nll" ? "training.select" + because + "leave it empty" : "";
}

/// What a strategy has against the networks, or maximum likelihood alone against the generator.
std::string network_problem(const Recipe& recipe) {
  if (recipe.strategy.empty()) {
    return recipe.generator.output == "softmax" && recipe.generator.latent_width == 0
               ? ""
               : "generator.output, generator.latent_width: without a strategy these have no use";
  }
  if (recipe.generator.output == "point" && recipe.training.select == "nll") {
    return "training.select: points have no likelihood; leave it empty";
  }
  const std::string problem = all_at_once_problem(recipe);
  if (!problem.empty()) return problem;
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  if (card == nullptr || card->network_problem == nullptr) return "";
  return card->network_problem(recipe.options, recipe.generator, recipe.discriminator);
}

/// Whether a discriminator is made; else its table, and the objective, are not looked at.
bool has_discriminator(const Recipe& recipe) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  return card != nullptr && card->traits.has_discriminator;
}

/// What an objective has against a discriminator that judges tokens.
std::string token_problem(const Recipe& recipe) {
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  if (objective == nullptr || objective->takes_tokens || !judges_tokens(recipe.discriminator)) {
    return "";
  }
  std::vector<ObjectiveCard> fit;
  std::ranges::copy_if(objectives(), std::back_inserter(fit), &ObjectiveCard::takes_tokens);
  return "objective.name: " + quote_toml(recipe.objective) +
         " compares sentences, and the discriminator judges tokens; set it to one of " +
         fmt::format("{}", fmt::join(card_names(std::span<const ObjectiveCard>(fit)), ", ")) +
         ", or let D judge sentences";
}

/// What the objective cannot give to the strategy.
std::string objective_problem(const Recipe& recipe) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  const bool has_rules = card != nullptr && objective != nullptr && card->objective_problem;
  return has_rules ? card->objective_problem(recipe.options, *objective) : "";
}

/// What makes nothing of a batch of one sentence.
std::string batch_problem(const Recipe& recipe) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  if (card == nullptr || recipe.training.batch_size > 1) return "";
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  std::string reason = card->lone_problem == nullptr ? "" : card->lone_problem(recipe.options);
  if (objective != nullptr && objective->compares_sentences && card->traits.has_discriminator) {
    reason = "objective.name = " + quote_toml(recipe.objective) +
             " compares a batch's sentences; set another";
  }
  return reason.empty() ? ""
                        : "training.batch_size = 1: " + reason + ", or batch_size to 2 or more";
}

/// What is wrong with a table that both networks read.
std::string sharing_problem(const Recipe& recipe) {
  if (recipe.discriminator.embeddings != "generator" ||
      recipe.discriminator.embedding_width == recipe.generator.embedding_width) {
    return "";
  }
  return "discriminator.embedding_width: D reads the generator's embeddings, so it must be "
         "generator.embedding_width (" +
         std::to_string(recipe.generator.embedding_width) + ")";
}

/// What is wrong with D and what it minimizes.
std::string problem_of_discriminator(const Recipe& recipe) {
  if (!has_discriminator(recipe)) return "";
  const DiscriminatorOptions& d = recipe.discriminator;
  for (const std::string& problem :
       {discriminator_problem(d), problem_of(discriminators(), d.kind, d.own),
        problem_of(objectives(), recipe.objective, recipe.options), sharing_problem(recipe)}) {
    if (!problem.empty()) return problem;
  }
  return "";
}

/// What a strategy has against a use of labels.
std::string strategy_label_problem(const StrategyCard& strategy, const std::string& labels) {
  const std::string_view takes = strategy.traits.labels;
  if (takes == labels) return "";
  std::string names;  // of strategies that take them
  for (const StrategyCard& card : strategies()) {
    if (card.traits.labels != labels) continue;
    names += (names.empty() ? "" : " or ") + quote_toml(card.name);
  }
  return "generator.labels: the strategy " + quote_toml(strategy.name) +
         (takes == "none"
              ? " knows no labels; set it to \"none\""
              : " does not take " + quote_toml(labels) + "; set it to " + quote_toml(takes)) +
         ", or strategy.name = " + names;
}

/// What is wrong with a use of labels that strategy, objective and D do not share.
std::string label_problem(const Recipe& recipe) {
  const std::string& labels = recipe.generator.labels;
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  if (strategy == nullptr || objective == nullptr) return "";
  const std::string_view takes = strategy->traits.labels;
  if (labels == "none") {
    return objective->by_label ? "objective.name: " + quote_toml(recipe.objective) +
                                     " is about the labels of sentences; set generator.labels = " +
                                     quote_toml(takes == "none" ? "separate" : takes)
                               : "";
  }
  if (const std::string problem = strategy_label_problem(*strategy, labels); !problem.empty()) {
    return problem;
  }
  if (!objective->by_label) {
    return "objective.name: generators of labels need a D that tells labels; set it to "
           "\"classes\"";
  }
  return labels == "condition" || recipe.discriminator.embeddings == "own"
             ? ""
             : "discriminator.embeddings: there is a generator for each label; set it to \"own\"";
}

/// What is wrong with the moves of a round.
std::string round_problem(const Recipe& recipe) {
  if (recipe.strategy.empty()) return "";
  const TrainingOptions& training = recipe.training;
  try {
    const std::vector<Move> moves = parse_round(training.round);
    const int64_t rounds = std::max<int64_t>(training.adversarial_rounds, 1);
    if (made_before(moves, Move::Kind::kGenerator, rounds) == 0) {
      return "training.round: has no move of the generator in " + std::to_string(rounds) +
             (rounds == 1 ? " round" : " rounds");
    }
    if (has_discriminator(recipe) || !has_move(moves, Move::Kind::kDiscriminator)) return "";
    return "training.round: the strategy " + quote_toml(recipe.strategy) +
           " has no discriminator; leave its moves out";
  } catch (const UsageError& error) {
    return error.what();
  }
}

}  // namespace

bool reads_vectors(const Recipe& recipe) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  const bool has_discriminator = card != nullptr && card->traits.has_discriminator;
  return recipe.generator.embeddings != "drawn" ||
         (has_discriminator && recipe.discriminator.embeddings.ends_with("vectors"));
}

std::string combination_problem(const Recipe& recipe) {
  const GeneratorOptions& g = recipe.generator;
  for (const std::string& problem :
       {generator_problem(g), problem_of(generators(), g.cell, g.own),
        problem_of(strategies(), recipe.strategy, recipe.options), network_problem(recipe),
        problem_of_discriminator(recipe), token_problem(recipe), label_problem(recipe),
        objective_problem(recipe), batch_problem(recipe), round_problem(recipe)}) {
    if (!problem.empty()) return problem;
  }
  return "";
}

}  // namespace lingan
