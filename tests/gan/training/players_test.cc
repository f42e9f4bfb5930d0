#include <lingan/gan/training/players.h>

#include <gtest/gtest.h>

#include <string>

#include <lingan/base/error.h>
#include <lingan/gan/training/training_state.h>

#include "tests/gan/toy.h"
#include "tests/gan/training/small_run.h"

namespace lingan::players_test {
namespace {

using testing::flatten;
using testing::same_bytes;

/// With the sizes of the data filled in.
Recipe fitted(const std::string& strategy, int64_t replaced_token_epochs = 0) {
  Recipe recipe = testing::small_recipe(strategy);
  recipe.training.replaced_token_epochs = replaced_token_epochs;
  return TrainingState(recipe, testing::counting_data(), 1).recipe;
}

torch::Tensor weights(const torch::nn::Module& module) { return flatten(module.parameters()); }

/// Players that have taken a step each, so that optimizers have moments.
Players stepped(const Recipe& recipe, uint64_t seed) {
  Players players = make_players(recipe, seed);
  const auto step = [](torch::nn::Module& network, Optimizer& optimizer) {
    for (torch::Tensor& weight : network.parameters()) {
      weight.mutable_grad() = torch::full_like(weight, 0.1);
    }
    optimizer.step(0.0);
  };
  step(*players.generator, *players.likelihood_optimizer);
  if (players.generator_optimizer) step(*players.generator, *players.generator_optimizer);
  if (players.discriminator) step(*players.discriminator, *players.discriminator_optimizer);
  for (const auto& [name, network] : players.networks) {
    step(*network, *players.network_optimizers.at(name));
  }
  return players;
}

TensorFile saved(const Players& players) {
  TensorFile file;
  players.save(file);
  return file;
}

TEST(MakePlayers, MakesWhomTheRecipeHas) {
  const Players alone = make_players(fitted(""), 1);
  EXPECT_TRUE(alone.generator && alone.likelihood_optimizer);
  EXPECT_FALSE(alone.generator_optimizer || alone.discriminator || alone.strategy);
  const Players both = make_players(fitted("policy-gradient"), 1);
  EXPECT_TRUE(both.discriminator && both.discriminator_optimizer && both.objective);
  EXPECT_FALSE(both.replaced_token_optimizer);
  EXPECT_TRUE(both.networks.empty());
  EXPECT_TRUE(make_players(fitted("odds-weighted", 2), 1).replaced_token_optimizer);
  const Players cooperative = make_players(fitted("cooperative"), 1);
  EXPECT_FALSE(cooperative.discriminator);
  EXPECT_TRUE(cooperative.networks.contains("mediator"));
  EXPECT_TRUE(cooperative.network_optimizers.contains("mediator"));
}

/// A strategy is compared with another, and with none, from the same generator.
TEST(MakePlayers, DrawsEachNetworkFromAStreamOfItsOwn) {
  const Players alone = make_players(fitted(""), 1),
                both = make_players(fitted("gumbel-softmax"), 1);
  EXPECT_TRUE(torch::equal(weights(*alone.generator), weights(*both.generator)));
  const Players again = make_players(fitted("gumbel-softmax"), 1);
  EXPECT_TRUE(torch::equal(weights(*again.discriminator), weights(*both.discriminator)));
  const Players other = make_players(fitted("gumbel-softmax"), 2);
  EXPECT_FALSE(torch::equal(weights(*other.generator), weights(*both.generator)));
  EXPECT_FALSE(torch::equal(weights(*other.discriminator), weights(*both.discriminator)));
}

TEST(MakePlayers, LetsADReadTheGeneratorsTable) {
  const Players players = make_players(fitted("embedding"), 1);
  EXPECT_TRUE(players.discriminator->embeddings().is_same(players.generator->embeddings()));
}

TEST(Players, ComeBackFromWhatTheySaved) {
  for (const char* strategy : {"", "policy-gradient", "cooperative", "odds-weighted"}) {
    const Recipe recipe = fitted(strategy);
    const TensorFile file = saved(stepped(recipe, 1));
    Players others = stepped(recipe, 2);
    EXPECT_FALSE(same_bytes(saved(others), file)) << strategy;
    others.restore(file);
    EXPECT_TRUE(same_bytes(saved(others), file)) << strategy;
  }
}

/// Of a run's start only its generator goes on.
TEST(Players, TakeTheGeneratorAloneFromAPretrainedRun) {
  const Recipe recipe = fitted("policy-gradient");
  const Players first = stepped(recipe, 1);
  Players second = stepped(recipe, 2);
  const auto discriminator = weights(*second.discriminator).clone();
  second.restore_pretrained(saved(first));
  EXPECT_TRUE(torch::equal(weights(*second.generator), weights(*first.generator)));
  EXPECT_TRUE(torch::equal(weights(*second.discriminator), discriminator));
  second.restore_pretrained(saved(stepped(fitted(""), 3)));
}

TEST(Players, RefuseWhatAnotherRecipeSaved) {
  Players players = make_players(fitted("policy-gradient"), 1);
  EXPECT_THROW(players.restore(saved(stepped(fitted(""), 1))), InputError);
  Recipe wider = fitted("policy-gradient");
  wider.discriminator.embedding_width = 9;
  EXPECT_THROW(players.restore(saved(stepped(wider, 1))), InputError);
}

}  // namespace
}  // namespace lingan::players_test
