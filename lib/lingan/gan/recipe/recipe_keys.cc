#include <lingan/gan/recipe/recipe_keys.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminator_cards.h>
#include <lingan/model/generator_cards.h>

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
  return {"", "nll", "nll-oracle", "bleu-2", "bleu-3", "bleu-4", "bleu-5", "last"};
}

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

constexpr std::array kTraining = {
    option<&T::batch_size>("batch_size", ranges::kWidth, "sentences a step"),
    option<&T::pretrain_epochs>("pretrain_epochs", ranges::kCount,
                                "most epochs of maximum likelihood"),
    option<&T::pretrain_patience>(
        "pretrain_patience", ranges::kCount,
        "stop after so many epochs without a lower validation NLL; 0: never"),
    option<&T::pretrain_learning_rate>("pretrain_learning_rate", ranges::kPositive,
                                       "of maximum likelihood (Adam)"),
    option<&T::learning_rate_decay>(
        "learning_rate_decay", ranges::kFactor,
        "factor on that rate after each epoch without a lower validation NLL"),
    option<&T::generator_learning_rate>("generator_learning_rate", ranges::kPositive,
                                        "of the adversarial phase (Adam)"),
    option<&T::discriminator_learning_rate>("discriminator_learning_rate", ranges::kPositive,
                                            "of D (Adam)"),
    option<&T::gradient_clip>("gradient_clip", ranges::kNotNegative,
                              "bound on the norm of the gradient; 0: none"),
    option<&T::discriminator_pretrain_steps>(
        "discriminator_pretrain_steps", ranges::kCount,
        "rounds of fresh fakes for D before the adversarial phase"),
    option<&T::adversarial_steps>("adversarial_steps", ranges::kCount,
                                  "generator steps against D; 0: maximum likelihood only"),
    option<&T::discriminator_steps>("discriminator_steps", ranges::kCount,
                                    "rounds of fresh fakes for D after each generator step"),
    option<&T::discriminator_epochs>("discriminator_epochs", {.low = 1, .high = 1e6},
                                     "passes over the fakes of a round"),
    option<&T::discriminator_samples>(
        "discriminator_samples", ranges::kCount,
        "fakes of a round, and as many real sentences; 0: as many as the corpus"),
    option<&T::evaluate_every>("evaluate_every", kEvery, "adversarial steps between measurements"),
    option<&T::evaluate_samples>("evaluate_samples", {.low = 2, .high = 1e9},
                                 "sentences sampled to measure"),
    option<&T::checkpoint_every>("checkpoint_every", kEvery,
                                 "adversarial steps between checkpoints"),
    option<&T::select>("select", selections,
                       "figure of the adversarial phase that its weights are chosen by "
                       "(pretraining's always by nll; "
                       "with \"nll\" they compete); empty: the last"),
};

constexpr std::array kEngine = {
    option<&E::memory_budget>("memory_budget", {.low = 1, .high = 1 << 20},
                              "MiB that Monte-Carlo completions in flight may take"),
    option<&E::precision>("precision", precisions,
                          "of the products that reward the generator; bf16 is faster, and rounds"),
};

/// Collects the keys table by table.
class KeyList {
 public:
  /// Keys of a table that is known already go after those that it has.
  void add(std::string_view table, std::span<const OptionKey> options,
           const std::function<void*(Recipe&)>& in) {
    const auto last = std::find_if(keys_.rbegin(), keys_.rend(),
                                   [&](const RecipeKey& key) { return key.table == table; });
    auto place = last == keys_.rend() ? keys_.end() : last.base();
    for (const OptionKey& option : options) {
      place = std::next(keys_.insert(place, {table, option, in}));
    }
  }

  /// The tables of variants.
  /// @param set  where a recipe keeps their options.
  template <AnyCard C>
  void add(std::span<const C> cards, OptionSet& (*set)(Recipe&)) {
    for (const C& card : cards) {
      const auto in = [set, in = card.options.in](Recipe& recipe) { return in(set(recipe)); };
      add(card.options.name, card.options.keys, in);
    }
  }

  std::vector<RecipeKey> take() { return std::move(keys_); }

 private:
  std::vector<RecipeKey> keys_;
};

std::vector<RecipeKey> all_keys() {
  KeyList list;
  const auto recipe = [](Recipe& r) -> void* { return &r; };
  const auto options = [](Recipe& r) -> OptionSet& { return r.options; };
  list.add("", kTop, recipe);
  list.add("strategy", kStrategy, recipe);
  list.add(strategies(), options);
  list.add("objective", kObjective, recipe);
  list.add(objectives(), options);
  list.add("generator", generator_keys(), [](R& r) -> void* { return &r.generator; });
  list.add(generators(), [](R& r) -> OptionSet& { return r.generator.own; });
  list.add("discriminator", discriminator_keys(), [](R& r) -> void* { return &r.discriminator; });
  list.add(discriminators(), [](R& r) -> OptionSet& { return r.discriminator.own; });
  list.add("training", kTraining, [](R& r) -> void* { return &r.training; });
  list.add("engine", kEngine, [](R& r) -> void* { return &r.engine; });
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
