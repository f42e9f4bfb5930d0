#include <lingan/gan/recipe/recipe_keys.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/incomplete_text.h>
#include <lingan/gan/recipe/key_list.h>
#include <lingan/gan/recipe/prediction_rules.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/metrics/ranking/ranking.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/source_condition_options.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan {
namespace {

using R = Recipe;
using T = TrainingOptions;
using E = EngineOptions;

std::vector<std::string> strategy_names() {
  auto names = card_names(strategies());
  names.insert(names.begin(), "");
  return names;
}
std::vector<std::string> objective_names() { return card_names(objectives()); }
std::vector<std::string> precisions() { return {"float32", "bf16"}; }
std::vector<std::string> selections() {
  std::vector<std::string> names = {"",       "nll",    "nll-oracle", "bleu-2", "bleu-3",
                                    "bleu-4", "bleu-5", "elbo",       "last"};
  std::ranges::copy(metrics::ranking_metric_names(), std::back_inserter(names));
  return names;
}

std::vector<std::string> predictions() { return {kPredictions.begin(), kPredictions.end()}; }

constexpr Range kEvery = {.low = 1, .high = 1e9};

constexpr std::array kTop = {
    option<&R::name>("name", "name of the recipe"),
    option<&R::summary>("summary", "what it is, in one line"),
    option<&R::paper>("paper", "where it comes from"),
};

constexpr std::array kStrategy = {
    option<&R::strategy>("name", strategy_names,
                         "how D's judgement reaches G; empty: maximum likelihood only"),
};

constexpr std::array kObjective = {
    option<&R::objective>("name", objective_names, "what D and G minimize"),
};

constexpr std::array kR1 = {
    option<&R::r1_penalty>("r1_penalty", ranges::kNotNegative,
                           "weight of half the squared slope of D at real sentences; 0: none"),
};

constexpr std::array kTraining = {
    option<&T::batch_size>("batch_size", ranges::kWidth, "sentences a step"),
    option<&T::pretrain_epochs>("pretrain_epochs", ranges::kCount,
                                "most epochs of maximum likelihood"),
    option<&T::select>("select", selections,
                       "what chooses the weights that are kept: of pretraining the lowest nll "
                       "(\"last\": its last); of the adversarial phase the best by this figure "
                       "(empty: its last; \"nll\": also against pretraining's; \"elbo\": of "
                       "strategies with such a "
                       "bound; \"map\" and its like: of pairs of queries and items)"),
};

constexpr std::array kPretraining = {
    option<&T::pretrain_patience>(
        "pretrain_patience", ranges::kCount,
        "stop after so many epochs without a lower validation NLL; 0: never"),
    option<&T::scheduled_sampling>("scheduled_sampling", {.low = 0, .high = 1},
                                   "share of the tokens that G is fed in pretraining's last epoch "
                                   "that are its own and not the "
                                   "text's; it rises from 0 in the first"),
};

constexpr std::array kOutputBias = {
    option<&T::output_bias_passes>(
        "output_bias_passes", {.low = 0, .high = 1000},
        "most passes over the text after pretraining, without dropout, that fit the output layer's "
        "bias to its word counts, each kept if it lowers validation NLL: dropout makes sentences "
        "too short; 0: none"),
};

constexpr std::array kAdversarialSteps = {
    option<&T::adversarial_rounds>("adversarial_rounds", ranges::kCount,
                                   "rounds of generator against D; 0: maximum likelihood only"),
};

constexpr std::array kReplacedTokenEpochs = {
    option<&T::replaced_token_epochs>(
        "replaced_token_epochs", ranges::kCount,
        "epochs of the text in which D learns to find tokens that G has replaced; 0: none"),
};

constexpr std::array kReplacedTokens = {
    option<&T::replaced_token_share>("replaced_token_share",
                                     {.low = 0, .high = 1, .low_open = true, .high_open = true},
                                     "share of the text's tokens that G replaces"),
};

constexpr std::array kDiscriminatorPretraining = {
    option<&T::discriminator_pretrain_rounds>(
        "discriminator_pretrain_rounds", ranges::kCount,
        "rounds of fresh fakes for D before the adversarial phase"),
};

constexpr std::array kInterleavedRounds = {
    option<&T::interleaved_rounds>(
        "interleaved_rounds", ranges::kCount,
        "rounds of fresh fakes for D before the first epoch of pretraining and between epochs"),
};

constexpr std::array kInterleavedEvery = {
    option<&T::interleaved_every>("interleaved_every", kEvery,
                                  "epochs of pretraining from such rounds to the next"),
};

constexpr std::array kRound = {
    option<&T::round>("round",
                      "moves of a round in their order, as in \"discriminator x15 until 0.8, "
                      "generator x10, likelihood x100 every 15\""),
};

constexpr std::array kPrediction = {
    option<&T::prediction>("prediction", predictions,
                           "players whose weights the other plays against as a further step like "
                           "their last would make them"),
};

constexpr std::array kLookahead = {
    option<&T::lookahead_every>(
        "lookahead_every", ranges::kCount,
        "rounds after which both players go back towards where they were so many rounds ago; 0: "
        "never"),
};

constexpr std::array kLookaheadShare = {
    option<&T::lookahead_share>("lookahead_share",
                                {.low = 0, .high = 1, .low_open = true, .high_open = true},
                                "share of the way of these rounds that they keep"),
};

constexpr std::array kPosteriorSamples = {
    option<&T::posterior_samples>(
        "posterior_samples", {.low = 0, .high = 1000},
        "of G's weights that are kept, the newest, to draw sentences from all of them; 0: none"),
};

constexpr std::array kPosteriorEvery = {
    option<&T::posterior_every>("posterior_every", kEvery,
                                "adversarial rounds from one of these samples to the next"),
};

constexpr std::array kDiscriminatorRounds = {
    option<&T::discriminator_epochs>("discriminator_epochs", {.low = 1, .high = 1e6},
                                     "passes over the fakes of a round"),
    option<&T::discriminator_samples>(
        "discriminator_samples", ranges::kCount,
        "fakes of a round, in whole batches, and as many real sentences; 0: as many as the corpus"),
    option<&T::discriminator_batch_size>(
        "discriminator_batch_size", ranges::kCount,
        "real sentences of a step of D, and as many fakes; 0: batch_size"),
};

constexpr std::array kCheckpoints = {
    option<&T::checkpoint_every>("checkpoint_every", kEvery,
                                 "adversarial rounds between checkpoints"),
};

constexpr std::array kMeasurements = {
    option<&T::evaluate_every>("evaluate_every", kEvery, "adversarial rounds between measurements"),
    option<&T::evaluate_samples>("evaluate_samples", {.low = 2, .high = 1e9},
                                 "sentences sampled to measure"),
};

constexpr std::array kEngine = {
    option<&E::memory_budget>("memory_budget", {.low = 1, .high = 1 << 20},
                              "MiB that Monte-Carlo completions in flight may take"),
    option<&E::precision>("precision", precisions,
                          "of the products that reward the generator; bf16 is faster, and rounds"),
};

/// What is taken out of sentences matters to maximum likelihood, too.
std::string strategy_idle(const Recipe& recipe, bool on_oracle) {
  return takes_words_out(recipe) ? "" : without_adversary(recipe, on_oracle);
}

constexpr Variants kStrategies = {
    .options = [](R& r) -> OptionSet& { return r.options; },
    .chosen_by = "strategy.name",
    .chosen = [](const R& r) -> const std::string& { return r.strategy; },
    .all_idle = strategy_idle,
    .idle_beside = why_idle_beside_generator,
    .also_read = is_built_on};
constexpr Variants kObjectives = {
    .options = [](R& r) -> OptionSet& { return r.options; },
    .chosen_by = "objective.name",
    .chosen = [](const R& r) -> const std::string& { return r.objective; },
    .all_idle = without_discriminator,
    .also_read = reads_objective};
constexpr Variants kGenerators = {
    .options = [](R& r) -> OptionSet& { return r.generator.own; },
    .chosen_by = "generator.cell",
    .chosen = [](const R& r) -> const std::string& { return r.generator.cell; },
    .all_idle = never_idle};
constexpr Variants kDiscriminators = {
    .options = [](R& r) -> OptionSet& { return r.discriminator.own; },
    .chosen_by = "discriminator.kind",
    .chosen = [](const R& r) -> const std::string& { return r.discriminator.kind; },
    .all_idle = without_discriminator};

/// A table `[optimizer.*]`.
void add_optimizer(KeyList& list, std::string_view table,
                   const std::function<OptimizerOptions*(Recipe&)>& in, const WhyIdle& why_idle) {
  list.add_each(table, optimizer_keys(), in,
                [=](std::string_view name, const Recipe& recipe, bool on_oracle) {
                  std::string why = why_idle(recipe, on_oracle);
                  if (!why.empty()) return why;
                  Recipe copy = recipe;  // `in` gives what may be written
                  return why_optimizer_key_idle(*in(copy), table, name);
                });
}

bool has_player(const StrategyCard& card, std::string_view player) {
  return std::ranges::find(card.players, player) != card.players.end();
}

/// The strategy whose network it is: the chosen one where that has such a network, else the first.
const StrategyCard& owner_of(std::string_view player, const std::string& chosen) {
  const StrategyCard* card = card_named(strategies(), chosen);
  if (card != nullptr && has_player(*card, player)) return *card;
  return *std::ranges::find_if(
      strategies(), [&](const StrategyCard& other) { return has_player(other, player); });
}

/// The table `[optimizer.PLAYER]` of a network that strategies have by that name.
void add_player(KeyList& list, const std::string& player) {
  static std::set<std::string> tables;  // keys hold views of their names
  const std::string& table = *tables.insert("optimizer." + player).first;
  add_optimizer(
      list, table, [player](R& r) { return &r.optimizers.others[player]; },
      [player](const Recipe& recipe, bool on_oracle) {
        const StrategyCard& card = owner_of(player, recipe.strategy);
        std::string why = kStrategies.why_idle(card.name, recipe, on_oracle);
        if (!why.empty() || card.why_player_idle == nullptr) return why;
        return card.why_player_idle(recipe.options, player);
      });
}

/// Those of all strategies, each name once.
void add_players(KeyList& list) {
  std::set<std::string> names;
  for (const StrategyCard& card : strategies()) {
    for (const std::string_view player : card.players) {
      if (names.emplace(player).second) add_player(list, std::string(player));
    }
  }
}

std::vector<RecipeKey> all_keys() {
  KeyList list;
  const auto recipe = [](R& r) -> void* { return &r; };
  list.add("", kTop, recipe);
  list.add("strategy", kStrategy, recipe, strategy_without_steps);
  list.add(strategies(), kStrategies);
  list.add("objective", kObjective, recipe, without_discriminator);
  list.add("objective", kR1, recipe, without_slope);
  list.add(objectives(), kObjectives);
  list.add_each(
      "generator", generator_keys(), [](R& r) -> void* { return &r.generator; },
      why_generator_idle);
  list.add(generators(), kGenerators);
  list.add_each(
      "discriminator", discriminator_keys(), [](R& r) -> void* { return &r.discriminator; },
      why_discriminator_idle);
  list.add_each(
      "discriminator", source_condition_keys(),
      [](R& r) -> void* { return &r.discriminator.own.get<SourceConditionOptions>(); },
      why_source_condition_idle);
  list.add(discriminators(), kDiscriminators);
  add_optimizer(
      list, "optimizer.likelihood", [](R& r) { return &r.optimizers.likelihood; },
      without_likelihood);
  add_optimizer(
      list, "optimizer.generator", [](R& r) { return &r.optimizers.generator; }, without_adversary);
  add_optimizer(
      list, "optimizer.discriminator", [](R& r) { return &r.optimizers.discriminator; },
      without_discriminator);
  add_optimizer(
      list, "optimizer.replaced-tokens", [](R& r) { return &r.optimizers.replaced_tokens; },
      without_replaced_tokens);
  add_players(list);
  const auto training = [](R& r) -> void* { return &r.training; };
  list.add("training", kTraining, training);
  list.add("training", kPretraining, training, without_pretraining);
  list.add("training", kOutputBias, training, without_output_bias);
  list.add("training", kAdversarialSteps, training, steps_without_strategy);
  list.add("training", kReplacedTokenEpochs, training, without_discriminator);
  list.add("training", kReplacedTokens, training, without_replaced_tokens);
  list.add("training", kDiscriminatorPretraining, training, without_discriminator);
  list.add("training", kInterleavedRounds, training, without_pretrained_discriminator);
  list.add("training", kInterleavedEvery, training, without_interleaving);
  list.add("training", kRound, training, without_adversary);
  list.add("training", kPrediction, training, why_prediction_idle);
  list.add("training", kLookahead, training, without_discriminator);
  list.add("training", kLookaheadShare, training, without_lookahead);
  list.add("training", kPosteriorSamples, training, without_adversary);
  list.add("training", kPosteriorEvery, training, without_posterior);
  list.add("training", kDiscriminatorRounds, training, without_discriminator);
  list.add("training", kCheckpoints, training, without_adversary);
  list.add("training", kMeasurements, training, without_samples);
  list.add_each(
      "engine", kEngine, [](R& r) -> void* { return &r.engine; }, why_engine_idle);
  return list.take();
}

}  // namespace

std::string RecipeKey::path() const {
  return table.empty() ? std::string(option.name)
                       : std::string(table) + "." + std::string(option.name);
}

std::span<const RecipeKey> recipe_keys() {
  static const std::vector<RecipeKey> keys = all_keys();
  return keys;
}

}  // namespace lingan
