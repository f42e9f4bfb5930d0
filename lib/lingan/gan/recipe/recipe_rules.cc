#include <lingan/gan/recipe/recipe_rules.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/recipe/drawn_label_rules.h>
#include <lingan/gan/recipe/energy_rules.h>
#include <lingan/gan/recipe/label_rules.h>
#include <lingan/gan/recipe/network_rules.h>
#include <lingan/gan/recipe/prediction_rules.h>
#include <lingan/gan/recipe/round_rules.h>
#include <lingan/gan/recipe/source_rules.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/source_condition_options.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan {
namespace {

/// What the card of a chosen variant has against its options.
template <AnyCard C>
std::string problem_of(std::span<const C> cards, std::string_view name, const OptionSet& options) {
  const C* card = card_named(cards, name);
  const bool has_rules = card != nullptr && card->options.problem != nullptr;
  return has_rules ? card->options.problem(options) : "";
}

/// What an objective has against a discriminator that judges tokens.
std::string token_problem(const Recipe& recipe) {
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  const bool fits =
      objective == nullptr || objective->takes_tokens || !judges_tokens(recipe.discriminator);
  if (fits || !has_discriminator(recipe)) return "";
  std::vector<ObjectiveCard> fit;
  std::ranges::copy_if(objectives(), std::back_inserter(fit), &ObjectiveCard::takes_tokens);
  const std::string others =
      "set it to one of " +
      fmt::format("{}", fmt::join(card_names(std::span<const ObjectiveCard>(fit)), ", ")) + ", or ";
  return "objective.name: " + quote_toml(recipe.objective) +
         " compares sentences, and the discriminator judges tokens; " +
         (recipe.generator.labels == "none" ? others : "") + "set " +
         std::string(to_judge_sentences(recipe.discriminator));
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
  const TrainingOptions& training = recipe.training;
  const bool lone_for_discriminator = training.discriminator_batch() == 1;
  if (card == nullptr || (training.batch_size > 1 && !lone_for_discriminator)) return "";
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  const std::string key = training.batch_size == 1 ? "batch_size" : "discriminator_batch_size";
  std::string reason = training.batch_size > 1 || card->lone_problem == nullptr
                           ? ""
                           : card->lone_problem(recipe.options);
  if (objective != nullptr && objective->compares_sentences && card->traits.has_discriminator) {
    reason = "objective.name = " + quote_toml(recipe.objective) +
             " compares a batch's sentences; set objective.name = \"non-saturating\"";
  }
  const auto& condition = recipe.discriminator.own.get<SourceConditionOptions>();
  if (lone_for_discriminator && needs_sources(recipe) && condition.reads_sources &&
      condition.mismatched_share > 0) {
    reason =
        "a sentence is shown with the source of another; set discriminator.mismatched_share = 0";
  }
  if (card->traits.has_discriminator && judges_by_batch(recipe.discriminator)) {
    reason = "D compares a batch's sentences; set discriminator.minibatch_deviation = false";
  }
  return reason.empty() ? ""
                        : fmt::format("training.{0} = 1: {1}, or {0} to 2 or more", key, reason);
}

/// What keeps a generator from being fed tokens of its own while it learns the text.
std::string scheduled_sampling_problem(const Recipe& recipe) {
  const TrainingOptions& training = recipe.training;
  if (training.scheduled_sampling == 0 || training.pretrain_epochs == 0) return "";
  const GeneratorOptions& generator = recipe.generator;
  const std::string key = "training.scheduled_sampling: tokens of its own are drawn ";
  if (!token_probability_problem(generator).empty()) {
    return key + "by their probabilities, which the generator does not give; set it to 0.0";
  }
  return generator.labels == "none" && generator.source == "none"
             ? ""
             : key + "without labels and sources; set it to 0.0";
}

/// What keeps samples of weights from being one generator together.
std::string posterior_problem(const Recipe& recipe) {
  if (recipe.training.posterior_samples == 0) return "";
  if (recipe.generator.labels == "none" && recipe.generator.source == "none") return "";
  return "training.posterior_samples: sentences of one of several samples of the weights have no "
         "labels or sources beside it; set it to 0";
}

/// What is wrong with a table that both networks read.
std::string sharing_problem(const Recipe& recipe) {
  if (recipe.discriminator.embeddings != "generator" ||
      recipe.discriminator.embedding_width == recipe.generator.embedding_width) {
    return "";
  }
  return "discriminator.embedding_width: D reads the generator's embeddings, so it must be "
         "generator.embedding_width; set it to " +
         std::to_string(recipe.generator.embedding_width);
}

/// What is wrong with D and what it minimizes.
std::string problem_of_discriminator(const Recipe& recipe) {
  if (!has_discriminator(recipe)) return "";
  const DiscriminatorOptions& d = recipe.discriminator;
  for (const std::string& problem :
       {discriminator_problem(d), problem_of(discriminators(), d.kind, d.own),
        problem_of(objectives(), recipe.objective, recipe.options), sharing_problem(recipe),
        energy_problem(recipe)}) {
    if (!problem.empty()) return problem;
  }
  return "";
}

}  // namespace

bool has_discriminator(const Recipe& recipe) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  return card != nullptr && card->traits.has_discriminator;
}

std::string combination_problem(const Recipe& recipe) {
  const GeneratorOptions& g = recipe.generator;
  for (const std::string& problem :
       {source_problem(recipe), label_problem(recipe), drawn_label_problem(recipe),
        source_condition_problem(recipe), network_problem(recipe), hole_problem(recipe),
        generator_problem(g), problem_of(generators(), g.cell, g.own),
        problem_of(strategies(), recipe.strategy, recipe.options), problem_of_discriminator(recipe),
        token_problem(recipe), objective_problem(recipe), batch_problem(recipe),
        round_problem(recipe), prediction_problem(recipe), posterior_problem(recipe),
        scheduled_sampling_problem(recipe)}) {
    if (!problem.empty()) return problem;
  }
  return "";
}

}  // namespace lingan
