#include <lingan/gan/training/training_state.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/gan/recipe/fitted_recipe.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/recipe/vector_use.h>
#include <lingan/gan/training/validation.h>
#include <lingan/model/sentences/own_sources.h>

namespace lingan {
namespace {

/// The recipe with the sizes of the data filled in.
/// @throws UsageError if they do not go together.
Recipe fitted(Recipe recipe, const TrainingData& data) {
  if (data.train.rows == 0) throw UsageError("the training corpus is empty");
  const int64_t discriminator_batch =
      has_discriminator(recipe) ? recipe.training.discriminator_batch() : 0;
  for (const auto& [key, size] : {std::pair{"batch_size", recipe.training.batch_size},
                                  {"discriminator_batch_size", discriminator_batch}}) {
    if (data.train.rows >= size || recipe.strategy.empty()) continue;
    const bool is_of_pairs = chooses_items(recipe);
    throw UsageError(
        fmt::format("training.{} = {} is more than the {}; lower it or bring more {}", key, size,
                    counted(data.train.rows, is_of_pairs ? "training pair" : "training sentence"),
                    is_of_pairs ? "pairs" : "text"));
  }
  if (!data.vectors.defined()) require_fitting_vectors({&recipe, 1}, false);
  if (const auto reason = why_not_selectable(recipe, data); !reason.empty()) {
    throw UsageError(reason);
  }
  if (why_no_own_reward(recipe).empty() != (data.own_reward != nullptr)) {
    throw UsageError(
        data.own_reward
            ? "`own_reward` has no effect " + why_no_own_reward(recipe)
            : "strategy.policy-gradient.discriminator_share: the recipe takes a reward "
              "of your own (`own_reward`), which is missing; give one, or set it to 1.0");
  }
  DataSizes sizes{.vocabulary_size = data.vocabulary_size,
                  .specials = data.specials,
                  .length = data.train.width,
                  .sources = rewrites(recipe) ? own_sources(data.train) : data.sources};
  if (data.train.labels.size() == static_cast<size_t>(data.train.rows)) {
    sizes.label_sentences = data.label_sentences;
  }
  if (sizes.label_sentences.empty() && takes_unlabelled(recipe)) {
    throw UsageError("objective.name = " + quote_toml(recipe.objective) +
                     ": the sentences have no labels; name a file of them (`labels`)");
  }
  return fitted_recipe(std::move(recipe), sizes);
}

/// Puts word vectors into a network's table.
/// @param choice  a network's key `embeddings`.  @param width_key  of the table.
void begin_with(const TokenVectors& vectors, const torch::Tensor& table, const std::string& choice,
                const char* width_key) {
  if (!choice.ends_with("vectors")) return;
  vectors.copy_to(table, width_key);
  if (choice == "frozen-vectors") table.set_requires_grad(false);
}

}  // namespace

TrainingState::TrainingState(const Recipe& recipe, TrainingData given, uint64_t seed)
    : data(std::move(given)),
      recipe(fitted(recipe, data)),
      seed(seed),
      moves(parse_round(this->recipe.training.round)),
      players(make_players(this->recipe, seed)),
      corpus(data.train, players.generator->parameters().front().device()) {
  begin_with(data.vectors, players.generator->embeddings(), this->recipe.generator.embeddings,
             "generator.embedding_width");
  if (!players.discriminator) return;
  begin_with(data.vectors, players.discriminator->embeddings(),
             this->recipe.discriminator.embeddings, "discriminator.embedding_width");
  players.generator->read_features_of(*players.discriminator);
}

StepContext TrainingState::context(const Sentences& real, int64_t step) const {
  return {.generator = *players.generator,
          .discriminator = players.discriminator.get(),
          .objective = *players.objective,
          .generator_optimizer = *players.generator_optimizer,
          .network_optimizers = players.network_optimizers,
          .real = real,
          .specials = data.specials,
          .length = data.train.width,
          .batch_size = recipe.training.batch_size,
          .step = step,
          .total_steps = std::max<int64_t>(
              1, made_before(moves, Move::Kind::kGenerator, recipe.training.adversarial_rounds)),
          .seed = seed,
          .own_reward = data.own_reward ? &data.own_reward : nullptr,
          .held_out = &data.validation,
          .train = &data.train};
}

}  // namespace lingan
