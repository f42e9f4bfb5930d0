/// Training where D learns few labels, or is told those that G is.
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/semi_supervised.h>

#include "tests/gan/training/labelled_run.h"

namespace lingan::labelled_training_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(SemiSupervisedTraining, GoesOnFromAnyStep) {
  for (const char* strategy : {"gumbel-softmax", "policy-gradient"}) {
    const Recipe recipe = semi_supervised_recipe(strategy);
    Trainer whole(recipe, few_labels(8), 5);
    Watcher watcher;
    whole.run(watcher);
    EXPECT_TRUE(watcher.records.back().values.contains("label-accuracy"));
    EXPECT_TRUE(watcher.records.back().values.contains("label-loss"));
    for (const int64_t stop : {1, 13, 17, 26}) {
      if (stop >= watcher.progress.total) continue;
      const TensorFile resumed = stopped_and_resumed(recipe, few_labels(8), stop);
      EXPECT_TRUE(same_bytes(whole.save(), resumed)) << strategy << " stopped after " << stop;
    }
  }
}

/// Three sentences of each kind have a label; each kind has words of its own.
TEST(SemiSupervisedTraining, LearnsTheLabels) {
  Recipe recipe = semi_supervised_recipe();
  recipe.training.discriminator_pretrain_rounds = 60;
  recipe.optimizers.discriminator.learning_rate = 0.01;
  for (const double weight : {1.0, 0.0}) {
    recipe.options.get<SemiSupervisedOptions>().unlabelled_weight = weight;
    Trainer trainer(recipe, few_labels(6), 5);
    Watcher watcher;
    trainer.run(watcher);
    EXPECT_GT(watcher.records.back().values.at("label-accuracy"), 0.9) << weight;
  }
}

TEST(SemiSupervisedTraining, NeedsLabels) {
  EXPECT_THROW(Trainer(semi_supervised_recipe(), counting_data(), 5), UsageError);
}

TEST(TrainingWithToldLabels, GoesOnFromAnyStep) {
  for (const char* strategy : {"gumbel-softmax", "evolutionary"}) {
    Recipe recipe = small_recipe(strategy);
    recipe.generator.labels = "condition";
    recipe.objective = "relativistic-average";
    recipe.r1_penalty = 0.1;
    Trainer whole(recipe, few_labels(64), 5);
    Watcher watcher;
    whole.run(watcher);
    for (const int64_t stop : {13, 17, 26}) {
      if (stop >= watcher.progress.total) continue;
      const TensorFile resumed = stopped_and_resumed(recipe, few_labels(64), stop);
      EXPECT_TRUE(same_bytes(whole.save(), resumed)) << strategy << " stopped after " << stop;
    }
  }
}

}  // namespace
}  // namespace lingan::labelled_training_test
