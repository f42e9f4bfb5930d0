#include <lingan/gan/training/players.h>

#include <map>
#include <string>

#include <lingan/gan/training/optimizer_state.h>
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

std::unique_ptr<torch::optim::Adam> adam(torch::nn::Module& module, double rate) {
  return std::make_unique<torch::optim::Adam>(module.parameters(), torch::optim::AdamOptions(rate));
}

}  // namespace

void Players::save(TensorFile& file) const {
  collect_tensors(*generator, kGenerator, file);
  collect_adam(*likelihood_optimizer, kLikelihoodAdam, file);
  if (!strategy) return;
  collect_adam(*generator_optimizer, kGeneratorAdam, file);
  collect_tensors(*discriminator, kDiscriminator, file);
  collect_adam(*discriminator_optimizer, kDiscriminatorAdam, file);
  for (const auto& [name, tensor] : strategy->state()) file.tensors[kStrategy + name] = tensor;
}

void Players::restore(const TensorFile& file) {
  restore_tensors(*generator, kGenerator, file);
  restore_adam(*likelihood_optimizer, kLikelihoodAdam, file);
  if (!strategy) return;
  restore_adam(*generator_optimizer, kGeneratorAdam, file);
  restore_tensors(*discriminator, kDiscriminator, file);
  restore_adam(*discriminator_optimizer, kDiscriminatorAdam, file);
  strategy->restore(tensors_under(file, kStrategy));
}

Players make_players(const Recipe& recipe, uint64_t seed) {
  const TrainingOptions& options = recipe.training;
  Players players;
  players.generator = make_generator(recipe.generator, weight_stream(seed, 0));
  players.generator->to(compute_device());
  players.likelihood_optimizer = adam(*players.generator, options.pretrain_learning_rate);
  if (recipe.strategy.empty()) return players;
  players.generator_optimizer = adam(*players.generator, options.generator_learning_rate);
  players.discriminator = make_discriminator(recipe.discriminator, weight_stream(seed, 1));
  players.discriminator->to(compute_device());
  players.discriminator_optimizer =
      adam(*players.discriminator, options.discriminator_learning_rate);
  players.objective = make_objective(recipe.objective, recipe.options);
  players.strategy = make_strategy(recipe.strategy, recipe.options, recipe.engine);
  return players;
}

}  // namespace lingan
