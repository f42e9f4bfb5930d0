/// Rules of the game between two players, in whole runs: each changes what is learned, and a run
/// that was stopped anywhere goes on byte for byte.
#include <gtest/gtest.h>

#include <string>

#include "tests/gan/training/small_run.h"

namespace lingan {
namespace {

using testing::counting_data;
using testing::same_bytes;
using testing::small_recipe;

struct Rule {
  const char* name;
  void (*set)(Recipe&);
  bool takes_rewards = true;
};

class EveryRule : public ::testing::TestWithParam<Rule> {};

TensorFile trained(const Recipe& recipe) {
  Trainer trainer(recipe, counting_data(), 5);
  testing::Watcher watcher;
  trainer.run(watcher);
  return trainer.save();
}

TEST_P(EveryRule, ChangesWhatIsLearnedAndContinuesAnywhere) {
  for (const char* strategy : {"gumbel-softmax", "policy-gradient"}) {
    if (!GetParam().takes_rewards && std::string(strategy) == "policy-gradient") continue;
    Recipe recipe = small_recipe(strategy);
    const TensorFile plain = trained(recipe);
    GetParam().set(recipe);
    const TensorFile whole = trained(recipe);
    const std::string weight = "generator.embedding";
    EXPECT_FALSE(torch::equal(whole.tensors.at(weight), plain.tensors.at(weight))) << strategy;
    // Pretraining takes 12 steps, D's 4, a round 9.
    for (const int64_t stop : {12, 17, 24, 27, 34}) {
      EXPECT_TRUE(same_bytes(testing::stopped_and_resumed(recipe, counting_data(), stop), whole))
          << strategy << ", stopped after " << stop;
    }
  }
}

const Rule kRules[] = {
    {"R1Penalty", [](Recipe& recipe) { recipe.r1_penalty = 5.0; }},
    {"MinibatchDeviation", [](Recipe& recipe) { recipe.discriminator.minibatch_deviation = true; },
     false},
    {"HistoricalAveraging",
     [](Recipe& recipe) {
       recipe.optimizers.generator.historical_averaging = 0.5;
       recipe.optimizers.discriminator.historical_averaging = 0.5;
     }},
};

INSTANTIATE_TEST_SUITE_P(Rules, EveryRule, ::testing::ValuesIn(kRules),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace lingan
