/// Recipes: strategy x objective x networks x schedule, as one TOML file.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/base/option_table.h>
#include <lingan/gan/strategies/engine_options.h>
#include <lingan/model/discriminators/discriminator_options.h>
#include <lingan/model/generators/generator_options.h>
#include <lingan/model/optimizers/optimizer_options.h>

namespace lingan {

/// The schedule; the `[training]` table, whose ranges recipe_keys.cc has.
struct TrainingOptions {
  int64_t batch_size = 64;       ///< sentences a step
  int64_t pretrain_epochs = 80;  ///< maximum of MLE epochs
  int64_t pretrain_patience =
      0;  ///< > 0: stop when validation NLL has not fallen for so many epochs
  double scheduled_sampling = 0.0;  ///< share of the tokens that G is fed that are its own, in the
                                    ///< last epoch (training/scheduled_sampling.h)
  int64_t output_bias_passes =
      0;  ///< maximum of passes over the text, after pretraining, that fit the output bias
  int64_t replaced_token_epochs = 0;  ///< in which D learns to find tokens that G has replaced,
                                      ///< before it sees fakes
  double replaced_token_share = 0.2;  ///< of a sentence's tokens
  int64_t discriminator_pretrain_rounds =
      0;                           ///< rounds of fresh fakes before the adversarial phase
  int64_t interleaved_rounds = 0;  ///< of D, before the first epoch of pretraining and between them
  int64_t interleaved_every = 1;   ///< epochs from one time to the next
  int64_t adversarial_rounds = 0;  ///< 0, or no strategy: maximum likelihood only
  std::string round = "generator, discriminator x5";  ///< its moves: recipe/round.h
  std::string prediction = "none";  ///< whose weights the other plays against as they are
                                    ///< predicted: one of kPredictions
  int64_t lookahead_every = 0;    ///< rounds k of Lookahead-minimax (training/lookahead.h); 0: none
  double lookahead_share = 0.5;   ///< its alpha, of the way of the last k rounds
  int64_t posterior_samples = 0;  ///< of G's weights that are kept (training/posterior_samples.h)
  int64_t posterior_every = 10;   ///< adversarial rounds from one of them to the next
  int64_t discriminator_epochs = 3;   ///< passes over each round's fakes
  int64_t discriminator_samples = 0;  ///< fakes (and reals) a round; 0: as many as the corpus has
  int64_t discriminator_batch_size = 0;  ///< real sentences, and as many fakes, of a step of D; 0:
                                         ///< batch_size
  int64_t evaluate_every = 10;           ///< adversarial steps between measurements
  int64_t evaluate_samples = 1000;       ///< sentences sampled to measure, >= 2
  int64_t checkpoint_every =
      50;  ///< adversarial steps between checkpoints (each MLE epoch saves one)
  std::string select =
      "";  ///< what the weights of the adversarial phase are chosen by: `nll` (also against those
           ///< of pretraining), `nll-oracle`, `bleu-2`..`bleu-5`, `last` (also in pretraining);
           ///< empty: nll in pretraining, then the last

  /// Real sentences, and as many fakes, of a step of D.
  int64_t discriminator_batch() const {
    return discriminator_batch_size > 0 ? discriminator_batch_size : batch_size;
  }
};

/// What TrainingOptions::prediction may be.
inline constexpr std::array<std::string_view, 4> kPredictions = {"none", "generator",
                                                                 "discriminator", "both"};

/// How each player learns; the tables `[optimizer.PLAYER]`.
struct Optimizers {
  OptimizerOptions likelihood = {.learning_rate = 0.01,
                                 .gradient_clip = 5.0};  ///< of the generator in pretraining
  OptimizerOptions generator = {.learning_rate = 0.01,
                                .gradient_clip = 5.0};  ///< against the discriminator
  OptimizerOptions replaced_tokens = {
      .learning_rate = 1e-3};  ///< of the discriminator, while it learns to find replaced tokens
  OptimizerOptions discriminator = {.learning_rate =
                                        1e-4};     ///< before and in the adversarial phase
  std::map<std::string, OptimizerOptions> others;  ///< of a strategy's own networks, by their names

  /// Those of a strategy's network.
  OptimizerOptions of(const std::string& name) const {
    const auto entry = others.find(name);
    return entry == others.end() ? OptimizerOptions{} : entry->second;
  }
};

/// A whole recipe.
struct Recipe {
  std::string name;
  std::string summary;
  std::string paper;
  std::string strategy = "";                 ///< in strategies(); empty: maximum likelihood only
  std::string objective = "non-saturating";  ///< in objectives()
  double r1_penalty = 0.0;                   ///< gamma of D's penalty R1 (objectives/r1_penalty.h)
  OptionSet options;                         ///< of strategies and objectives, each its own
  GeneratorOptions generator;
  DiscriminatorOptions discriminator;
  Optimizers optimizers;
  TrainingOptions training;
  EngineOptions engine;
};

/// Whether a network of the recipe begins with word vectors.
bool reads_vectors(const Recipe& recipe);

/// Reads a recipe. Every key has a default.
/// @param where  the file's name, for messages.
/// @param overrides  `table.key=value`, applied last.
/// @throws InputError naming line, key and allowed values for an unknown key, a wrong type, a value
/// out of range, or options that do not go together (with the reason); UsageError where that is
/// wrong with the overrides.
Recipe parse_recipe(std::string_view toml, const std::string& where,
                    std::span<const std::string> overrides = {});

/// Reads the recipe that a run has in its folder: like parse_recipe, and keys of earlier versions
/// are taken as what stands for them now (recipe/earlier_keys.h).
Recipe parse_run_recipe(std::string_view toml, const std::string& where);

/// The recipe as TOML with every key, which parse_recipe reads back to the same recipe.
std::string format_recipe(const Recipe& recipe);

/// The recipes that ship: names, and the TOML of one.
std::vector<std::string> recipe_names();
/// @throws UsageError for an unknown name, listing the known ones.
std::string_view recipe_text(std::string_view name);

/// The recipe of a name or of a file's path.
Recipe load_recipe(const std::string& name_or_path, std::span<const std::string> overrides = {});

}  // namespace lingan
