/// Recipes: strategy x objective x networks x schedule, as one TOML file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/gan/objectives/objective.h>
#include <lingan/model/discriminator.h>
#include <lingan/model/generator.h>

namespace lingan {

/// `[strategy.policy-gradient]`
struct PolicyGradientOptions {
  int32_t rollouts = 16;  ///< M completions of each prefix; 0: D on the finished sentence
  double rollout_update_rate =
      0.8;  ///< in [0, 1): theta' <- rate theta' + (1 - rate) theta; 0: the current generator
  std::string baseline =
      "batch-mean";             ///< `none`, `moving-average`, `batch-mean` or `leave-one-out`
  double baseline_decay = 0.9;  ///< in [0, 1), of the moving average
  bool sum_over_tokens =
      true;  ///< loss summed over the batch as SeqGAN's code does; false: mean per token
  double constant_reward = 0.0;  ///< above 0: the ablation, this reward for every token and no D
  double reward_scale = 1.0;     ///< rewards are multiplied by it, > 0
  double reward_clip = 0.0;      ///< above 0: rewards less baseline are cut to [-clip, clip]
  double discount = 1.0;         ///< in (0, 1], of later rewards; with rollouts 0
  double entropy_bonus = 0.0;    ///< >= 0: added weight of the mean token entropy
};

/// `[strategy.gumbel-softmax]`
struct GumbelSoftmaxOptions {
  std::string estimator = "soft";        ///< `soft` or `straight-through`
  std::string schedule = "exponential";  ///< see gan/strategies/temperature_schedule.h
  double inverse_temperature = 100.0;    ///< >= 1: the schedule's end, from 1 (RelGAN's beta_max)
  bool feed_hard =
      true;  ///< feed the embedding of the argmax back (RelGAN); false: the relaxed one (GSGAN)
};

/// `[strategy.embedding]`
struct EmbeddingOptions {
  std::string estimator = "soft-argmax";  ///< `soft-argmax` (TextGAN) or `nearest-neighbour`
                                          ///< (straight-through projection)
  std::string schedule = "exponential";   ///< of the sharpness, from 1
  double sharpness = 1000.0;              ///< >= 1: kappa at the end
};

/// The schedule and the optimizers; the `[training]` table.
struct TrainingOptions {
  int64_t batch_size = 64;       ///< 1..65536
  int64_t pretrain_epochs = 80;  ///< most MLE epochs
  int64_t pretrain_patience =
      0;  ///< > 0: stop when validation NLL has not fallen for so many epochs
  double pretrain_learning_rate = 0.01;  ///< > 0
  double learning_rate_decay =
      1.0;  ///< in (0, 1]: factor on the MLE rate after each epoch without improvement
  double generator_learning_rate = 0.01;      ///< > 0, adversarial
  double discriminator_learning_rate = 1e-4;  ///< > 0
  double gradient_clip = 5.0;                 ///< global-norm bound, 0: none
  int64_t discriminator_pretrain_steps = 0;  ///< rounds of fresh fakes before the adversarial phase
  int64_t adversarial_steps = 0;      ///< G steps; 0, or no strategy: maximum likelihood only
  int64_t discriminator_steps = 5;    ///< rounds of fresh fakes after each G step
  int64_t discriminator_epochs = 3;   ///< passes over each round's fakes
  int64_t discriminator_samples = 0;  ///< fakes (and reals) a round; 0: as many as the corpus has
  int64_t evaluate_every = 10;        ///< adversarial steps between measurements; >= 1
  int64_t evaluate_samples = 1000;    ///< sentences sampled to measure
  int64_t checkpoint_every =
      50;  ///< adversarial steps between checkpoints (each MLE epoch saves one)
  std::string select =
      "";  ///< validation metric the best checkpoint is chosen by: `nll` (empty: nll
           ///< in pretraining, last in the adversarial phase), `bleu-2`..`bleu-5`, `last`
};

/// `[engine]`: how the engine computes, not what.
struct EngineOptions {
  int64_t memory_budget = 512;        ///< MiB that Monte-Carlo completions in flight may take, >= 1
  std::string precision = "float32";  ///< of products that reward the generator: `float32`, `bf16`
};

/// A whole recipe.
struct Recipe {
  std::string name;
  std::string summary;
  std::string paper;
  std::string strategy = "";  ///< a name in strategies(); empty: maximum likelihood only
  ObjectiveOptions objective;
  GeneratorOptions generator;
  DiscriminatorOptions discriminator;
  TrainingOptions training;
  PolicyGradientOptions policy_gradient;
  GumbelSoftmaxOptions gumbel_softmax;
  EmbeddingOptions embedding;
  EngineOptions engine;
};

/// Reads a recipe. Every key has a default.
/// @param where  the file's name, for messages.
/// @param overrides  `table.key=value`, applied last.
/// @throws InputError naming line, key and allowed values for an unknown key, a wrong type, a value
/// out of range, or a strategy and objective that do not go together (with the reason).
Recipe parse_recipe(std::string_view toml, const std::string& where,
                    std::span<const std::string> overrides = {});

/// The recipe as TOML with every key, which parse_recipe reads back to the same recipe.
std::string format_recipe(const Recipe& recipe);

/// The recipes that ship: names, and the TOML of one.
std::vector<std::string> recipe_names();
/// @throws UsageError for an unknown name, listing the known ones.
std::string_view recipe_text(std::string_view name);

/// The recipe of a name or of a file's path.
Recipe load_recipe(const std::string& name_or_path, std::span<const std::string> overrides = {});

}  // namespace lingan
