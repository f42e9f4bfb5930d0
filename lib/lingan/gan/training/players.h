/// The networks that train, each with the optimizers that move it, and the rules between them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <lingan/model/torch.h>

#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/training/lookahead.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/optimizers/optimizer.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// All that has weights or moments. Without a strategy only the first two are there, and without a
/// discriminator (StrategyTraits) not those two; the others are null.
struct Players {
  std::shared_ptr<Generator> generator;
  std::unique_ptr<Optimizer> likelihood_optimizer;  ///< of the generator, pretraining
  std::unique_ptr<Optimizer> generator_optimizer;   ///< of the generator, adversarial
  std::shared_ptr<Discriminator> discriminator;
  std::unique_ptr<Optimizer> discriminator_optimizer;
  std::unique_ptr<Optimizer>
      replaced_token_optimizer;          ///< of the discriminator, while it learns to
                                         ///< find replaced tokens; null: it does not
  std::unique_ptr<Lookahead> lookahead;  ///< of both; null: they never go back
  std::unique_ptr<Objective> objective;
  std::unique_ptr<Strategy> strategy;
  std::map<std::string, std::shared_ptr<torch::nn::Module>> networks;  ///< the strategy's own
  NetworkOptimizers network_optimizers;                                ///< of these, by name

  /// Adds weights, optimizers' states, the strategy's and the objective's, names prefixed.
  void save(TensorFile& file) const;
  /// Puts save's tensors back.  @throws InputError if they belong to another recipe.
  void restore(const TensorFile& file);
  /// Of them, the generator and what moves it in pretraining.  @throws as restore
  void restore_pretrained(const TensorFile& file);
};

/// Fresh networks.
/// @param recipe  with the sizes of the data filled in.
Players make_players(const Recipe& recipe, uint64_t seed);

}  // namespace lingan
