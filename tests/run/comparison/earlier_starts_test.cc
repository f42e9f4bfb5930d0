#include <lingan/run/comparison/earlier_starts.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/gan/recipe/pretraining.h>
#include <lingan/run/comparison/run_frontier.h>
#include <lingan/run/training/train_run.h>

#include "tests/run/small_run.h"

namespace lingan::earlier_starts_test {
namespace {

using testing::SmallRun;
using testing::tiny_gan;

/// A finished start of tiny_gan() in FOLDER/one/gan.start/seed-3.
class EarlierStarts : public ::testing::Test {
 protected:
  EarlierStarts() {
    const RunDirectory run = make("one/gan.start/seed-3", pretraining_of(tiny_gan()));
    train_run(run, nobody_);
    measure_frontier(run, {.samples = 10});
  }

  RunDirectory make(const std::string& path, const Recipe& recipe) {
    RunSpec spec = small_.run.spec();
    spec.recipe = recipe;
    return RunDirectory::create(folder_.path() / path, spec, sentences());
  }

  RunSentences sentences() const { return {small_.data.train, small_.data.validation}; }

  /// For a start of a recipe.
  std::filesystem::path found_for(const Recipe& recipe, uint64_t seed = 3) const {
    return found_for(recipe, seed, sentences());
  }
  std::filesystem::path found_for(const Recipe& recipe, uint64_t seed,
                                  const RunSentences& sentences) const {
    RunSpec start = small_.run.spec();
    start.recipe = pretraining_of(recipe);
    start.seed = seed;
    const std::filesystem::path one = folder_.path() / "one";
    return earlier_start({&one, 1}, start, sentences);
  }

  TrainingObserver nobody_;
  const SmallRun small_;
  const testing::TemporaryFolder folder_;
};

TEST_F(EarlierStarts, GiveAnotherRecipeTheStartThatItWouldTrain) {
  Recipe other = tiny_gan("other");
  other.optimizers.generator.learning_rate = 0.5;  // pretraining has its own
  const auto folder = found_for(other);
  EXPECT_EQ(folder, folder_.path() / "one/gan.start/seed-3");
  const RunDirectory start = RunDirectory::open(folder);
  const RunDirectory whole = make("whole", pretraining_of(other)),
                     begun = make("begun", pretraining_of(other));
  train_run(whole, nobody_);
  train_run(begun, nobody_, {.start = &start});
  for (const auto& file :
       {&RunDirectory::checkpoint, &RunDirectory::generator, &RunDirectory::metrics}) {
    EXPECT_TRUE(read_file((begun.*file)()) == read_file((whole.*file)()));
  }
}

TEST_F(EarlierStarts, AreNotThoseOfAnotherPretrainingSeedOrText) {
  Recipe longer = tiny_gan("longer");
  longer.training.pretrain_epochs += 1;
  EXPECT_EQ(found_for(longer), "");
  EXPECT_EQ(found_for(tiny_gan(), 4), "");
  RunSentences others = sentences();
  std::swap(others.train.tokens[0], others.train.tokens[1]);
  ASSERT_FALSE(same_sentences(others, sentences()));
  EXPECT_EQ(found_for(tiny_gan(), 3, others), "");
}

TEST_F(EarlierStarts, AreAtTheirEnd) {
  std::filesystem::remove(folder_.path() / "one/gan.start/seed-3/frontier.json");
  EXPECT_EQ(found_for(tiny_gan()), "");
}

/// Maximum likelihood alone is one, too; a run with an adversarial phase is none.
TEST_F(EarlierStarts, HaveDoneNoMoreThanPretraining) {
  std::filesystem::remove_all(folder_.path() / "one/gan.start");
  const RunDirectory gan = make("one/gan/seed-3", tiny_gan());
  train_run(gan, nobody_);
  measure_frontier(gan, {.samples = 10});
  EXPECT_EQ(found_for(tiny_gan()), "");
  const RunDirectory mle = make("one/tiny/seed-3", testing::tiny_recipe());
  train_run(mle, nobody_);
  measure_frontier(mle, {.samples = 10});
  EXPECT_EQ(found_for(tiny_gan()), mle.path());
}

TEST_F(EarlierStarts, RefuseAFolderThatIsNotThere) {
  std::filesystem::remove_all(folder_.path() / "one");
  EXPECT_THROW(found_for(tiny_gan()), UsageError);
}

}  // namespace
}  // namespace lingan::earlier_starts_test
