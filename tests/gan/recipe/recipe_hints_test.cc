// What a refusal proposes is accepted, or leads on to what is, and never back.
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "tests/gan/recipe/recipe_walk.h"

namespace lingan::recipe_hints_test {
namespace {

using testing::key_of;
using testing::Overrides;
using testing::Walk;

/// Settings of a key that are worth a try.
Overrides settings_of(const RecipeKey& key) {
  const std::string path = key.path();
  Overrides settings;
  if (key.option.choices != nullptr) {
    for (const std::string& name : key.option.choices()) settings.push_back(path + "=" + name);
  }
  if (std::holds_alternative<bool& (*)(void*)>(key.option.field)) {
    settings.insert(settings.end(), {path + "=true", path + "=false"});
  }
  return settings;
}

const Overrides& numbers() {
  static const Overrides kNumbers = {"generator.latent_width=0",
                                     "generator.latent_width=8",
                                     "generator.embedding_width=12",
                                     "generator.hidden_width=12",
                                     "generator.convolutional.filter_width=4",
                                     "discriminator.embedding_width=12",
                                     "discriminator.representations=7",
                                     "discriminator.filter_widths=[3]",
                                     "discriminator.label_smoothing=0.1",
                                     "strategy.policy-gradient.rollouts=0",
                                     "strategy.policy-gradient.rollouts=4",
                                     "strategy.policy-gradient.discount=0.5",
                                     "strategy.policy-gradient.constant_reward=0.5",
                                     "strategy.policy-gradient.discriminator_share=0.5",
                                     "strategy.policy-gradient.sampling_temperature=0.5",
                                     "strategy.policy-gradient.sampling_top_p=0.9",
                                     "objective.comparative.tie_reward=2.0",
                                     "strategy.gumbel-softmax.inverse_temperature=0.5",
                                     "strategy.gumbel-softmax.backward_inverse_temperature=2.0",
                                     "strategy.embedding.sharpness=10",
                                     "optimizer.discriminator.average=0.9",
                                     "strategy.evolutionary.mutations=relativistic, hinge",
                                     "strategy.evolutionary.mutations=hing",
                                     "strategy.evolutionary.diversity_weight=0",
                                     "training.batch_size=1",
                                     "training.pretrain_epochs=0",
                                     "training.pretrain_epochs=3",
                                     "training.adversarial_rounds=0",
                                     "training.adversarial_rounds=3",
                                     "training.round=discriminator",
                                     "training.round=generator",
                                     "training.round=generator, likelihood",
                                     "training.round=mediator x2, generator",
                                     "training.round=critic",
                                     "training.round=discriminator x5",
                                     "training.round=generator every 5000, discriminator"};
  return kNumbers;
}

/// Every single choice and the numbers above.
Overrides all_settings() {
  Overrides all = numbers();
  for (const RecipeKey& key : recipe_keys()) {
    const Overrides of_key = settings_of(key);
    all.insert(all.end(), of_key.begin(), of_key.end());
  }
  return all;
}

TEST(RecipeHints, LeadFromEverySettingOfEveryRecipeToOneThatIsAccepted) {
  const Overrides all = all_settings();
  for (const std::string& recipe : recipe_names()) {
    Walk walk(recipe);
    for (const std::string& setting : all) walk.follow({setting});
    EXPECT_GT(walk.ways_taken(), 0) << recipe;
  }
}

/// Settings that others depend on.
const Overrides& large() {
  static const Overrides kLarge = {"generator.cell=convolutional",
                                   "generator.output=point",
                                   "generator.labels=separate",
                                   "generator.labels=drawn",
                                   "generator.tied_embeddings=true",
                                   "discriminator.kind=recurrent",
                                   "discriminator.kind=multi-representation-cnn",
                                   "discriminator.recurrent.judges=tokens",
                                   "discriminator.embeddings=generator",
                                   "strategy.name=policy-gradient",
                                   "strategy.name=gumbel-softmax",
                                   "strategy.name=embedding",
                                   "strategy.name=cooperative",
                                   "strategy.name=penalty",
                                   "strategy.name=taylor",
                                   "strategy.name=reward-augmented",
                                   "strategy.name=variational",
                                   "strategy.name=sign-relaxation",
                                   "strategy.name=evolutionary",
                                   "strategy.name=in-filling",
                                   "strategy.evolutionary.quality=probability",
                                   "objective.name=classes",
                                   "objective.name=mutual-information",
                                   "objective.name=ranking",
                                   "objective.name=hinge",
                                   "strategy.policy-gradient.reward=ratio",
                                   "strategy.policy-gradient.sampling_top_p=0.9",
                                   "strategy.policy-gradient.reward_shape=importance",
                                   "strategy.policy-gradient.reward_shape=normalised",
                                   "strategy.policy-gradient.baseline=prefix",
                                   "strategy.policy-gradient.baseline=self-critical",
                                   "strategy.embedding.estimator=continuous",
                                   "strategy.gumbel-softmax.estimator=reinmax",
                                   "discriminator.minibatch_deviation=true",
                                   "optimizer.discriminator.average=0.9",
                                   "training.prediction=both",
                                   "training.batch_size=1",
                                   "training.select=nll"};
  return kLarge;
}

TEST(RecipeHints, LeadFromPairsOfSettingsToOneThatIsAccepted) {
  for (const std::string& recipe : recipe_names()) {
    Walk walk(recipe);
    for (size_t i = 0; i < large().size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (key_of(large()[i]) != key_of(large()[j])) walk.follow({large()[j], large()[i]});
      }
    }
    EXPECT_GT(walk.ways_taken(), 0) << recipe;
  }
}

}  // namespace
}  // namespace lingan::recipe_hints_test
