#include <lingan/gan/training/players.h>

#include <map>
#include <string>
#include <vector>

#include <lingan/gan/recipe/prediction_rules.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

const std::string kGenerator = "generator.";
const std::string kDiscriminator = "discriminator.";
const std::string kStrategy = "strategy.";
const std::string kObjective = "objective.";
const std::string kLikelihoodAdam = "likelihood-adam.";
const std::string kGeneratorAdam = "generator-adam.";
const std::string kDiscriminatorAdam = "discriminator-adam.";
const std::string kLookahead = "lookahead.";
const std::string kReplacedTokenAdam = "replaced-token-adam.";

/// Whose weights a stream draws.
enum : uint32_t { kOfGenerator = 0, kOfDiscriminator = 1, kOfStrategy = 2 };

RandomStream weight_stream(uint64_t seed, uint32_t network) {
  return {seed, Purpose::kInitialize, network};
}

/// Whose steps a stream moves; the strategy's networks come last, in the order of their names.
enum : uint32_t { kLikelihood = 0, kPlay = 1, kJudge = 2, kReplacedTokens = 3, kNetworks = 4 };

/// An optimizer of a network in one role.
std::unique_ptr<Optimizer> make_optimizer(const torch::nn::Module& network,
                                          const OptimizerOptions& options, uint64_t seed,
                                          uint32_t role) {
  return std::make_unique<Optimizer>(network, options,
                                     RandomStream{seed, Purpose::kPosterior, role});
}

void add_discriminator(Players& players, const Recipe& recipe, uint64_t seed) {
  players.discriminator =
      make_discriminator(recipe.discriminator, weight_stream(seed, kOfDiscriminator));
  players.discriminator->to(compute_device());
  if (recipe.discriminator.embeddings == "generator") {
    players.discriminator->share_embeddings(players.generator->embeddings());
  }
  players.discriminator_optimizer =
      make_optimizer(*players.discriminator, recipe.optimizers.discriminator, seed, kJudge);
  if (recipe.training.replaced_token_epochs == 0) return;
  players.replaced_token_optimizer = make_optimizer(
      *players.discriminator, recipe.optimizers.replaced_tokens, seed, kReplacedTokens);
}

/// What reaches across the steps of both players.
void add_rules_of_both(Players& players, const Recipe& recipe) {
  if (predicts(recipe, "generator")) players.generator_optimizer->keep_last_step();
  if (predicts(recipe, "discriminator")) players.discriminator_optimizer->keep_last_step();
  const int64_t every = recipe.training.lookahead_every;
  if (every == 0) return;
  players.lookahead = std::make_unique<Lookahead>(
      std::vector<const torch::nn::Module*>{players.generator.get(), players.discriminator.get()},
      Lookahead::Options{.every = every, .share = recipe.training.lookahead_share});
}

}  // namespace

void Players::save(TensorFile& file) const {
  collect_tensors(*generator, kGenerator, file);
  likelihood_optimizer->save(kLikelihoodAdam, file);
  if (!strategy) return;
  generator_optimizer->save(kGeneratorAdam, file);
  if (discriminator) {
    collect_tensors(*discriminator, kDiscriminator, file);
    discriminator_optimizer->save(kDiscriminatorAdam, file);
    if (replaced_token_optimizer) replaced_token_optimizer->save(kReplacedTokenAdam, file);
    if (lookahead) lookahead->save(kLookahead, file);
  }
  for (const auto& [name, network] : networks) {
    collect_tensors(*network, name + ".", file);
    network_optimizers.at(name)->save(name + "-adam.", file);
  }
  for (const auto& [name, tensor] : strategy->state()) file.tensors[kStrategy + name] = tensor;
  for (const auto& [name, tensor] : objective->state()) file.tensors[kObjective + name] = tensor;
}

void Players::restore_pretrained(const TensorFile& file) {
  restore_tensors(*generator, kGenerator, file);
  likelihood_optimizer->restore(kLikelihoodAdam, file);
}

void Players::restore(const TensorFile& file) {
  restore_pretrained(file);
  if (!strategy) return;
  generator_optimizer->restore(kGeneratorAdam, file);
  if (discriminator) {
    restore_tensors(*discriminator, kDiscriminator, file);
    discriminator_optimizer->restore(kDiscriminatorAdam, file);
    if (replaced_token_optimizer) replaced_token_optimizer->restore(kReplacedTokenAdam, file);
    if (lookahead) lookahead->restore(kLookahead, file);
  }
  for (const auto& [name, network] : networks) {
    restore_tensors(*network, name + ".", file);
    network_optimizers.at(name)->restore(name + "-adam.", file);
  }
  strategy->restore(tensors_under(file, kStrategy));
  objective->restore(tensors_under(file, kObjective));
}

Players make_players(const Recipe& recipe, uint64_t seed) {
  Players players;
  players.generator = make_generator(recipe.generator, weight_stream(seed, kOfGenerator));
  players.generator->to(compute_device());
  players.likelihood_optimizer =
      make_optimizer(*players.generator, recipe.optimizers.likelihood, seed, kLikelihood);
  if (recipe.strategy.empty()) return players;
  players.generator_optimizer =
      make_optimizer(*players.generator, recipe.optimizers.generator, seed, kPlay);
  if (find_card(strategies(), recipe.strategy, "strategy").traits.has_discriminator) {
    add_discriminator(players, recipe, seed);
    add_rules_of_both(players, recipe);
  }
  players.objective = make_objective(recipe.objective, recipe.options);
  players.strategy = make_strategy(recipe.strategy, recipe.options, recipe.engine);
  players.networks =
      players.strategy->make_networks(*players.generator, weight_stream(seed, kOfStrategy));
  uint32_t role = kNetworks;
  for (const auto& [name, network] : players.networks) {
    network->to(compute_device());
    players.network_optimizers[name] =
        make_optimizer(*network, recipe.optimizers.of(name), seed, role++);
  }
  return players;
}

}  // namespace lingan
