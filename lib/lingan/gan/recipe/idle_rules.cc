#include <lingan/gan/recipe/idle_rules.h>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/interleaved_rounds.h>
#include <lingan/gan/recipe/round.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/source_condition_options.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan {

std::string never_idle(const Recipe&, bool) { return ""; }

std::string without_pretraining(const Recipe& recipe, bool) {
  return recipe.training.pretrain_epochs > 0 ? "" : "with training.pretrain_epochs = 0";
}

std::string without_output_bias(const Recipe& recipe, bool on_oracle) {
  std::string why = without_pretraining(recipe, on_oracle);
  if (!why.empty() || recipe.generator.output == "softmax") return why;
  return "with generator.output = " + quote_toml(recipe.generator.output);
}

std::string without_adversary(const Recipe& recipe, bool) {
  if (recipe.strategy.empty()) return "with strategy.name = \"\", maximum likelihood only";
  return recipe.training.adversarial_rounds > 0 ? "" : "with training.adversarial_rounds = 0";
}

std::string without_discriminator(const Recipe& recipe, bool on_oracle) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  if (interleaves(recipe)) return "";
  if (card == nullptr || card->traits.has_discriminator)
    return without_adversary(recipe, on_oracle);
  return "with strategy.name = " + quote_toml(recipe.strategy) + ", which has no discriminator";
}

std::string without_slope(const Recipe& recipe, bool on_oracle) {
  std::string why = without_discriminator(recipe, on_oracle);
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  if (!why.empty() || objective == nullptr || objective->outputs != Outputs::kNone) return why;
  return "with objective.name = " + quote_toml(recipe.objective) +
         ", whose D learns by its features alone";
}

std::string without_lookahead(const Recipe& recipe, bool on_oracle) {
  std::string why = without_discriminator(recipe, on_oracle);
  if (!why.empty() || recipe.training.lookahead_every > 0) return why;
  return "with training.lookahead_every = 0";
}

std::string without_posterior(const Recipe& recipe, bool on_oracle) {
  std::string why = without_adversary(recipe, on_oracle);
  if (!why.empty() || recipe.training.posterior_samples > 0) return why;
  return "with training.posterior_samples = 0";
}

std::string without_pretrained_discriminator(const Recipe& recipe, bool on_oracle) {
  std::string why = without_pretraining(recipe, on_oracle);
  return why.empty() ? without_discriminator(recipe, on_oracle) : why;
}

std::string without_interleaving(const Recipe& recipe, bool on_oracle) {
  std::string why = without_pretrained_discriminator(recipe, on_oracle);
  if (!why.empty() || interleaves(recipe)) return why;
  return "with training.interleaved_rounds = 0";
}

std::string without_replaced_tokens(const Recipe& recipe, bool on_oracle) {
  std::string why = without_discriminator(recipe, on_oracle);
  if (!why.empty() || recipe.training.replaced_token_epochs > 0) return why;
  return "with training.replaced_token_epochs = 0";
}

std::string without_likelihood(const Recipe& recipe, bool on_oracle) {
  const bool is_move = without_adversary(recipe, on_oracle).empty() &&
                       has_move(parse_round(recipe.training.round), Move::Kind::kLikelihood);
  return is_move ? "" : without_pretraining(recipe, on_oracle);
}

std::string without_samples(const Recipe& recipe, bool on_oracle) {
  return on_oracle ? "" : without_adversary(recipe, on_oracle);
}

std::string without_rewards(const Recipe& recipe, bool on_oracle) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  const bool takes_none =
      card != nullptr && (card->traits.pathwise || !card->traits.has_discriminator);
  if (!takes_none) return without_adversary(recipe, on_oracle);
  return "with strategy.name = " + quote_toml(recipe.strategy) + ", which takes no rewards";
}

std::string strategy_without_steps(const Recipe& recipe, bool on_oracle) {
  return recipe.strategy.empty() ? "" : without_adversary(recipe, on_oracle);
}

std::string steps_without_strategy(const Recipe& recipe, bool on_oracle) {
  return recipe.training.adversarial_rounds == 0 ? "" : without_adversary(recipe, on_oracle);
}

std::string why_engine_idle(std::string_view name, const Recipe& recipe, bool on_oracle) {
  std::string why = without_rewards(recipe, on_oracle);
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  const bool is_of_completions =
      name == "memory_budget" && card != nullptr && card->why_no_completions != nullptr;
  return why.empty() && is_of_completions ? card->why_no_completions(recipe.options) : why;
}

std::string why_idle_beside_generator(const Recipe& recipe, std::string_view key) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  const bool has_rules = card != nullptr && card->why_idle_beside != nullptr;
  return has_rules ? card->why_idle_beside(recipe.generator, key) : "";
}

bool is_built_on(const Recipe& recipe, std::string_view strategy) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  return card != nullptr && card->built_on == strategy;
}

bool reads_objective(const Recipe& recipe, std::string_view objective) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  return card != nullptr && card->reads_objective != nullptr &&
         card->reads_objective(recipe.options, objective);
}

std::string why_discriminator_idle(std::string_view name, const Recipe& recipe, bool on_oracle) {
  std::string why = without_discriminator(recipe, on_oracle);
  if (!why.empty()) return why;
  if (!reads_key(recipe.discriminator, name)) {
    return "with discriminator.kind = " + quote_toml(recipe.discriminator.kind);
  }
  if (name == "minibatch_deviation" && judges_tokens(recipe.discriminator)) {
    return "with a discriminator that judges tokens";
  }
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  const bool classifies = objective == nullptr || objective->classifies;
  if (name != "label_smoothing" || classifies) return "";
  return "with objective.name = " + quote_toml(recipe.objective) +
         ", whose D does not classify sentences as real or fake";
}

std::string why_source_condition_idle(std::string_view name, const Recipe& recipe, bool on_oracle) {
  std::string why = why_discriminator_idle(name, recipe, on_oracle);
  if (!why.empty()) return why;
  if (!needs_sources(recipe)) {
    return masking_of(recipe) ? "with a strategy that masks sentences, which are their own sources"
                              : "with generator.source = " + quote_toml(recipe.generator.source);
  }
  const bool reads = recipe.discriminator.own.get<SourceConditionOptions>().reads_sources;
  return reads || name == "reads_sources" ? "" : "with discriminator.reads_sources = false";
}

namespace {

/// Whether nobody reads the generator's embeddings: it reads no tokens, its output layer has
/// weights of its own, and so has D.
bool leaves_embeddings_unread(const Recipe& recipe) {
  const GeneratorCard* cell = card_named(generators(), recipe.generator.cell);
  const bool reads_tokens = cell == nullptr || cell->autoregressive;
  const GeneratorOptions& generator = recipe.generator;
  return !reads_tokens && !generator.tied_embeddings && generator.output == "softmax" &&
         recipe.discriminator.embeddings != "generator";
}

/// Why G is never fed the text to learn by it.
std::string without_teacher_forcing(const Recipe& recipe, bool on_oracle) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  const bool is_fed = card != nullptr && card->traits.feeds_text;
  return is_fed && without_adversary(recipe, on_oracle).empty()
             ? ""
             : without_likelihood(recipe, on_oracle);
}

}  // namespace

std::string why_generator_idle(std::string_view name, const Recipe& recipe, bool on_oracle) {
  const bool is_of_sources = name == "source_dropout" || name == "source_shuffle";
  if (is_of_sources) {
    return recipe.generator.source == "none" ? "with generator.source = \"none\""
                                             : without_likelihood(recipe, on_oracle);
  }
  if (name.ends_with("dropout")) return without_teacher_forcing(recipe, on_oracle);
  const bool is_of_embeddings = name == "embedding_width" || name == "embeddings";
  if (is_of_embeddings && leaves_embeddings_unread(recipe)) {
    return "with generator.cell = " + quote_toml(recipe.generator.cell) + ", which reads no tokens";
  }
  const bool is_of_codes = name == "prior_width" || name == "latent_codes";
  if (is_of_codes && recipe.generator.latent_width == 0) return "with generator.latent_width = 0";
  if (name == "drawn_labels" && !draws_labels(recipe.generator)) {
    return "with generator.labels = " + quote_toml(recipe.generator.labels);
  }
  if (recipe.generator.cell == "factorization" && (name == "hidden_width" || name == "layers")) {
    return "with generator.cell = \"factorization\", which has vectors of "
           "generator.embedding_width alone";
  }
  const std::string& output = recipe.generator.output;
  return name == "distance" && output == "softmax" ? "with generator.output = " + quote_toml(output)
                                                   : "";
}

}  // namespace lingan
