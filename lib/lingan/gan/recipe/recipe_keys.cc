#include <lingan/gan/recipe/recipe_keys.h>

#include <array>
#include <cstdio>

#include <fmt/format.h>

#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {
namespace {

/// The field of a member, and of a member of a member.
template <auto Member>
constexpr auto field() {
  return +[](Recipe & recipe) -> auto& { return recipe.*Member; };
}
template <auto Table, auto Member>
constexpr auto field() {
  return +[](Recipe & recipe) -> auto& { return recipe.*Table.*Member; };
}

template <class Names>
std::vector<std::string> to_strings(const Names& names) {
  return {names.begin(), names.end()};
}
template <class Cards>
std::vector<std::string> names_of(const Cards& cards) {
  std::vector<std::string> names;
  for (const auto& card : cards) names.emplace_back(card.name);
  return names;
}

std::vector<std::string> strategy_names() {
  auto names = names_of(strategies());
  names.insert(names.begin(), "");
  return names;
}
std::vector<std::string> objective_names() { return names_of(objectives()); }
std::vector<std::string> generator_names() { return names_of(generators()); }
std::vector<std::string> discriminator_names() { return names_of(discriminators()); }
std::vector<std::string> highway_weights() { return to_strings(kHighwayWeights); }
std::vector<std::string> schedule_names() { return to_strings(temperature_schedules()); }
std::vector<std::string> baselines() { return to_strings(baseline_names()); }
std::vector<std::string> gumbel_estimators() { return {"soft", "straight-through"}; }
std::vector<std::string> embedding_estimators() { return {"soft-argmax", "nearest-neighbour"}; }
std::vector<std::string> precisions() { return {"float32", "bf16"}; }
std::vector<std::string> selections() {
  return {"", "nll", "bleu-2", "bleu-3", "bleu-4", "bleu-5", "last"};
}

constexpr RecipeRange kAny = {};
constexpr RecipeRange kPositive = {.low = 0, .low_open = true};
constexpr RecipeRange kNotNegative = {.low = 0};
constexpr RecipeRange kShare = {.low = 0, .high = 1, .high_open = true};  // [0, 1)
constexpr RecipeRange kFactor = {.low = 0, .high = 1, .low_open = true};  // (0, 1]
constexpr RecipeRange kAtLeastOne = {.low = 1};
constexpr RecipeRange kWidth = {.low = 1, .high = 65536};
constexpr RecipeRange kCount = {.low = 0, .high = 1e9};

using R = Recipe;
using G = GeneratorOptions;
using D = DiscriminatorOptions;
using T = TrainingOptions;
using P = PolicyGradientOptions;
using S = GumbelSoftmaxOptions;
using E = EmbeddingOptions;

constexpr std::array kKeys = {
    RecipeKey{"", "name", field<&R::name>(), kAny, nullptr, "name of the recipe"},
    RecipeKey{"", "summary", field<&R::summary>(), kAny, nullptr, "what it is, in one line"},
    RecipeKey{"", "paper", field<&R::paper>(), kAny, nullptr, "where it comes from"},

    RecipeKey{"strategy", "name", field<&R::strategy>(), kAny, strategy_names,
              "how D's judgement reaches G; empty: maximum likelihood only"},
    RecipeKey{"strategy.policy-gradient",
              "rollouts",
              field<&R::policy_gradient, &P::rollouts>(),
              {.low = 0, .high = 4096},
              nullptr,
              "completions of each prefix; 0: D judges the finished sentence for every token"},
    RecipeKey{
        "strategy.policy-gradient", "rollout_update_rate",
        field<&R::policy_gradient, &P::rollout_update_rate>(), kShare, nullptr,
        "share that the rollout policy keeps of itself at each step; 0: the current generator"},
    RecipeKey{"strategy.policy-gradient", "baseline", field<&R::policy_gradient, &P::baseline>(),
              kAny, baselines, "what is taken off the rewards"},
    RecipeKey{"strategy.policy-gradient", "baseline_decay",
              field<&R::policy_gradient, &P::baseline_decay>(), kShare, nullptr,
              "decay of the moving average"},
    RecipeKey{"strategy.policy-gradient", "sum_over_tokens",
              field<&R::policy_gradient, &P::sum_over_tokens>(), kAny, nullptr,
              "loss summed over the batch's tokens; false: mean per token"},
    RecipeKey{"strategy.policy-gradient", "constant_reward",
              field<&R::policy_gradient, &P::constant_reward>(), kNotNegative, nullptr,
              "above 0: this reward for every token in place of D's (an ablation)"},
    RecipeKey{"strategy.policy-gradient", "reward_scale",
              field<&R::policy_gradient, &P::reward_scale>(), kPositive, nullptr,
              "rewards are multiplied by it"},
    RecipeKey{"strategy.policy-gradient", "reward_clip",
              field<&R::policy_gradient, &P::reward_clip>(), kNotNegative, nullptr,
              "bound on |reward - baseline|; 0: none"},
    RecipeKey{"strategy.policy-gradient", "discount", field<&R::policy_gradient, &P::discount>(),
              kFactor, nullptr,
              "factor on the reward for each token before the last; with rollouts = 0"},
    RecipeKey{"strategy.policy-gradient", "entropy_bonus",
              field<&R::policy_gradient, &P::entropy_bonus>(), kNotNegative, nullptr,
              "weight of the mean entropy of a token"},
    RecipeKey{"strategy.gumbel-softmax", "estimator", field<&R::gumbel_softmax, &S::estimator>(),
              kAny, gumbel_estimators,
              "what D sees: relaxed rows, or one-hot rows with their gradient"},
    RecipeKey{"strategy.gumbel-softmax", "schedule", field<&R::gumbel_softmax, &S::schedule>(),
              kAny, schedule_names, "path of the inverse temperature over the adversarial steps"},
    RecipeKey{"strategy.gumbel-softmax", "inverse_temperature",
              field<&R::gumbel_softmax, &S::inverse_temperature>(), kAtLeastOne, nullptr,
              "where the schedule ends; it begins at 1"},
    RecipeKey{"strategy.gumbel-softmax", "feed_hard", field<&R::gumbel_softmax, &S::feed_hard>(),
              kAny, nullptr, "feed back the embedding of the argmax; false: the relaxed one"},
    RecipeKey{"strategy.embedding", "estimator", field<&R::embedding, &E::estimator>(), kAny,
              embedding_estimators, "mixtures as they are, or moved to the nearest embedding"},
    RecipeKey{"strategy.embedding", "schedule", field<&R::embedding, &E::schedule>(), kAny,
              schedule_names, "path of the sharpness over the adversarial steps"},
    RecipeKey{"strategy.embedding", "sharpness", field<&R::embedding, &E::sharpness>(), kAtLeastOne,
              nullptr, "where the schedule ends; it begins at 1"},

    RecipeKey{"objective", "name", field<&R::objective, &ObjectiveOptions::name>(), kAny,
              objective_names, "what D and G minimize"},
    RecipeKey{"objective", "gradient_penalty",
              field<&R::objective, &ObjectiveOptions::gradient_penalty>(), kNotNegative, nullptr,
              "weight of wasserstein-gp's penalty"},

    RecipeKey{"generator", "cell", field<&R::generator, &G::cell>(), kAny, generator_names,
              "recurrent cell"},
    RecipeKey{"generator", "embedding_width", field<&R::generator, &G::embedding_width>(), kWidth,
              nullptr, "width of token embeddings"},
    RecipeKey{"generator", "hidden_width", field<&R::generator, &G::hidden_width>(), kWidth,
              nullptr, "width of the recurrent state"},
    RecipeKey{"generator",
              "layers",
              field<&R::generator, &G::layers>(),
              {.low = 1, .high = 16},
              nullptr,
              "recurrent layers"},
    RecipeKey{"generator", "tied_embeddings", field<&R::generator, &G::tied_embeddings>(), kAny,
              nullptr, "use the embeddings as output weights; needs equal widths"},
    RecipeKey{"generator", "dropout", field<&R::generator, &G::dropout>(), kShare, nullptr,
              "on embeddings, between layers and before the output layer, in MLE training"},
    RecipeKey{"generator", "initial_range", field<&R::generator, &G::initial_range>(), kNotNegative,
              nullptr,
              "standard deviation of initial weights; 0: the library's own initialization"},

    RecipeKey{"discriminator", "kind", field<&R::discriminator, &D::kind>(), kAny,
              discriminator_names, "network that scores sentences"},
    RecipeKey{"discriminator", "embedding_width", field<&R::discriminator, &D::embedding_width>(),
              kWidth, nullptr, "width of token embeddings"},
    RecipeKey{"discriminator",
              "filter_widths",
              field<&R::discriminator, &D::filter_widths>(),
              {.low = 1, .high = 1024},
              nullptr,
              "tokens that the windows cover"},
    RecipeKey{"discriminator", "filter_counts", field<&R::discriminator, &D::filter_counts>(),
              kWidth, nullptr, "filters of each window width"},
    RecipeKey{"discriminator", "representations", field<&R::discriminator, &D::representations>(),
              kWidth, nullptr, "parts that the embedding is cut into, each judged alone"},
    RecipeKey{"discriminator", "highway", field<&R::discriminator, &D::highway>(), kAny,
              highway_weights, "weights of the highway layer's transform and gate"},
    RecipeKey{"discriminator", "dropout", field<&R::discriminator, &D::dropout>(), kShare, nullptr,
              "before the output layer, while D trains"},
    RecipeKey{"discriminator", "l2", field<&R::discriminator, &D::l2>(), kNotNegative, nullptr,
              "weight of the output layer's L2 penalty"},
    RecipeKey{"discriminator", "initial_range", field<&R::discriminator, &D::initial_range>(),
              kNotNegative, nullptr,
              "standard deviation of initial weights; 0: the library's own initialization"},

    RecipeKey{"training", "batch_size", field<&R::training, &T::batch_size>(), kWidth, nullptr,
              "sentences a step"},
    RecipeKey{"training", "pretrain_epochs", field<&R::training, &T::pretrain_epochs>(), kCount,
              nullptr, "most epochs of maximum likelihood"},
    RecipeKey{"training", "pretrain_patience", field<&R::training, &T::pretrain_patience>(), kCount,
              nullptr, "stop after so many epochs without a lower validation NLL; 0: never"},
    RecipeKey{"training", "pretrain_learning_rate",
              field<&R::training, &T::pretrain_learning_rate>(), kPositive, nullptr,
              "of maximum likelihood (Adam)"},
    RecipeKey{"training", "learning_rate_decay", field<&R::training, &T::learning_rate_decay>(),
              kFactor, nullptr,
              "factor on that rate after each epoch without a lower validation NLL"},
    RecipeKey{"training", "generator_learning_rate",
              field<&R::training, &T::generator_learning_rate>(), kPositive, nullptr,
              "of the adversarial phase (Adam)"},
    RecipeKey{"training", "discriminator_learning_rate",
              field<&R::training, &T::discriminator_learning_rate>(), kPositive, nullptr,
              "of D (Adam)"},
    RecipeKey{"training", "gradient_clip", field<&R::training, &T::gradient_clip>(), kNotNegative,
              nullptr, "bound on the norm of the gradient; 0: none"},
    RecipeKey{"training", "discriminator_pretrain_steps",
              field<&R::training, &T::discriminator_pretrain_steps>(), kCount, nullptr,
              "rounds of fresh fakes for D before the adversarial phase"},
    RecipeKey{"training", "adversarial_steps", field<&R::training, &T::adversarial_steps>(), kCount,
              nullptr, "generator steps against D; 0: maximum likelihood only"},
    RecipeKey{"training", "discriminator_steps", field<&R::training, &T::discriminator_steps>(),
              kCount, nullptr, "rounds of fresh fakes for D after each generator step"},
    RecipeKey{"training",
              "discriminator_epochs",
              field<&R::training, &T::discriminator_epochs>(),
              {.low = 1, .high = 1e6},
              nullptr,
              "passes over the fakes of a round"},
    RecipeKey{"training", "discriminator_samples", field<&R::training, &T::discriminator_samples>(),
              kCount, nullptr,
              "fakes of a round, and as many real sentences; 0: as many as the corpus"},
    RecipeKey{"training",
              "evaluate_every",
              field<&R::training, &T::evaluate_every>(),
              {.low = 1, .high = 1e9},
              nullptr,
              "adversarial steps between measurements"},
    RecipeKey{"training",
              "evaluate_samples",
              field<&R::training, &T::evaluate_samples>(),
              {.low = 1, .high = 1e9},
              nullptr,
              "sentences sampled to measure"},
    RecipeKey{"training",
              "checkpoint_every",
              field<&R::training, &T::checkpoint_every>(),
              {.low = 1, .high = 1e9},
              nullptr,
              "adversarial steps between checkpoints"},
    RecipeKey{"training", "select", field<&R::training, &T::select>(), kAny, selections,
              "validation metric of the best checkpoint; empty: nll in pretraining, then the last"},

    RecipeKey{"engine",
              "memory_budget",
              field<&R::engine, &EngineOptions::memory_budget>(),
              {.low = 1, .high = 1 << 20},
              nullptr,
              "MiB that Monte-Carlo completions in flight may take"},
    RecipeKey{"engine", "precision", field<&R::engine, &EngineOptions::precision>(), kAny,
              precisions, "of the products that reward the generator; bf16 is faster, and rounds"},
};

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + (name.empty() ? "\"\"" : name);
  }
  return list;
}

std::string interval(const RecipeRange& range) {
  const bool above = range.low > -std::numeric_limits<double>::infinity();
  const bool below = range.high < std::numeric_limits<double>::infinity();
  if (!above && !below) return "";
  if (!below) return fmt::format(" {} {}", range.low_open ? ">" : ">=", range.low);
  return fmt::format(" in {}{}, {}{}", range.low_open ? "(" : "[", range.low, range.high,
                     range.high_open ? ")" : "]");
}

std::string integers(const RecipeRange& range) {
  return fmt::format("{}..{}", static_cast<int64_t>(range.low), static_cast<int64_t>(range.high));
}

}  // namespace

bool RecipeRange::contains(double value) const {
  const bool high_enough = low_open ? value > low : value >= low;
  const bool low_enough = high_open ? value < high : value <= high;
  const bool finite = value - value == 0;
  return high_enough && low_enough && finite;
}

std::string RecipeKey::path() const {
  return table.empty() ? std::string(key) : std::string(table) + "." + std::string(key);
}

std::string RecipeKey::allowed() const {
  if (choices != nullptr) return "one of " + list_of(choices());
  struct Describe {
    const RecipeRange& range;
    std::string operator()(std::string& (*)(Recipe&)) const { return "a string"; }
    std::string operator()(bool& (*)(Recipe&)) const { return "true or false"; }
    std::string operator()(int32_t& (*)(Recipe&)) const {
      return "an integer in " + integers(range);
    }
    std::string operator()(int64_t& (*)(Recipe&)) const {
      return "an integer in " + integers(range);
    }
    std::string operator()(double& (*)(Recipe&)) const { return "a number" + interval(range); }
    std::string operator()(std::vector<int64_t>& (*)(Recipe&)) const {
      return "a list of 1..64 integers in " + integers(range);
    }
  };
  return std::visit(Describe{range}, field);
}

std::span<const RecipeKey> recipe_keys() { return kKeys; }

}  // namespace lingan
