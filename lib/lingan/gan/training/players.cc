#include <lingan/gan/training/players.h>

#include <map>
#include <string>

#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

const std::string kGenerator = "generator.";
const std::string kDiscriminator = "discriminator.";
const std::string kStrategy = "strategy.";
const std::string kLikelihoodAdam = "likelihood-adam.";
const std::string kGeneratorAdam = "generator-adam.";
const std::string kDiscriminatorAdam = "discriminator-adam.";

RandomStream weight_stream(uint64_t seed, uint32_t network) {
  return {seed, Purpose::kInitialize, network};
}

}  // namespace

void Players::save(TensorFile& file) const {
  collect_tensors(*generator, kGenerator, file);
  likelihood_optimizer->save(kLikelihoodAdam, file);
  if (!strategy) return;
  generator_optimizer->save(kGeneratorAdam, file);
  collect_tensors(*discriminator, kDiscriminator, file);
  discriminator_optimizer->save(kDiscriminatorAdam, file);
  for (const auto& [name, tensor] : strategy->state()) file.tensors[kStrategy + name] = tensor;
}

void Players::restore(const TensorFile& file) {
  restore_tensors(*generator, kGenerator, file);
  likelihood_optimizer->restore(kLikelihoodAdam, file);
  if (!strategy) return;
  generator_optimizer->restore(kGeneratorAdam, file);
  restore_tensors(*discriminator, kDiscriminator, file);
  discriminator_optimizer->restore(kDiscriminatorAdam, file);
  strategy->restore(tensors_under(file, kStrategy));
}

Players make_players(const Recipe& recipe, uint64_t seed) {
  Players players;
  players.generator = make_generator(recipe.generator, weight_stream(seed, 0));
  players.generator->to(compute_device());
  players.likelihood_optimizer =
      std::make_unique<Optimizer>(*players.generator, recipe.optimizers.likelihood);
  if (recipe.strategy.empty()) return players;
  players.generator_optimizer =
      std::make_unique<Optimizer>(*players.generator, recipe.optimizers.generator);
  players.discriminator = make_discriminator(recipe.discriminator, weight_stream(seed, 1));
  players.discriminator->to(compute_device());
  if (recipe.discriminator.embeddings == "generator") {
    players.discriminator->share_embeddings(players.generator->embeddings());
  }
  players.discriminator_optimizer =
      std::make_unique<Optimizer>(*players.discriminator, recipe.optimizers.discriminator);
  players.objective = make_objective(recipe.objective, recipe.options);
  players.strategy = make_strategy(recipe.strategy, recipe.options, recipe.engine);
  return players;
}

}  // namespace lingan
