#include <lingan/run/comparison/comparison_plan.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/run/small_run.h"

namespace lingan::comparison_plan_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::small_text;
using testing::tiny_gan;
using testing::tiny_recipe;
using testing::write_lines;

class ComparisonPlanTest : public ::testing::Test {
 protected:
  ComparisonPlanTest() {
    request_.recipes = {tiny_recipe("mle"), tiny_gan("gan"), tiny_gan("other")};
    request_.recipes[2].optimizers.generator.learning_rate = 0.5;
    request_.seeds = 1;
    request_.folder = folder_.path() / "runs";
    request_.data = prepare_text({.corpus = write_lines(folder_.path() / "text", small_text()),
                                  .validation_share = 0.25,
                                  .tokenizer = "whitespace"});
  }

  std::vector<std::string> labels() const {
    std::vector<std::string> labels;
    const ComparisonPlan plan(request_);
    for (const PlannedRun& run : plan.runs()) {
      labels.push_back(run.label());
      if (run.start) labels.back() += " from " + plan.runs().at(*run.start).label();
      if (run.controlled) labels.back() += ", " + plan.runs().at(*run.controlled).label();
    }
    return labels;
  }

  testing::TemporaryFolder folder_;
  ComparisonRequest request_;
};

TEST_F(ComparisonPlanTest, GivesRecipesThatPretrainTheSameOneStart) {
  EXPECT_THAT(labels(), ElementsAre("mle.start/seed-1", "mle/seed-1 from mle.start/seed-1",
                                    "gan/seed-1 from mle.start/seed-1",
                                    "gan.control/seed-1 from mle.start/seed-1, gan/seed-1",
                                    "other/seed-1 from mle.start/seed-1",
                                    "other.control/seed-1 from mle.start/seed-1, other/seed-1"));
  request_.recipes[1].training.select = "last";
  request_.controls = false;
  EXPECT_THAT(
      labels(),
      ElementsAre("mle.start/seed-1", "gan.start/seed-1", "mle/seed-1 from mle.start/seed-1",
                  "gan/seed-1 from gan.start/seed-1", "other/seed-1 from mle.start/seed-1"));
}

TEST_F(ComparisonPlanTest, HasNoStartWithoutAnAdversarialPhase) {
  request_.recipes.resize(1);
  request_.seeds = 2;
  EXPECT_THAT(labels(), ElementsAre("mle/seed-1", "mle/seed-2"));
}

TEST_F(ComparisonPlanTest, PutsEachSeedOnItsOwnStart) {
  request_.recipes.erase(request_.recipes.begin());
  request_.recipes.pop_back();
  request_.seeds = 2;
  EXPECT_THAT(labels(), ElementsAre("gan.start/seed-1", "gan.start/seed-2",
                                    "gan/seed-1 from gan.start/seed-1",
                                    "gan.control/seed-1 from gan.start/seed-1, gan/seed-1",
                                    "gan/seed-2 from gan.start/seed-2",
                                    "gan.control/seed-2 from gan.start/seed-2, gan/seed-2"));
}

TEST_F(ComparisonPlanTest, LetsAControlPretrainItsDiscriminatorNowhereWhereThereIsNoPretraining) {
  request_.recipes.erase(request_.recipes.begin());
  request_.recipes.pop_back();
  request_.recipes[0].training.discriminator_pretrain_rounds = 0;
  EXPECT_THAT(labels(), ElementsAre("gan.start/seed-1", "gan/seed-1 from gan.start/seed-1",
                                    "gan.control/seed-1 from gan.start/seed-1"));
}

TEST_F(ComparisonPlanTest, LetsAControlBeginOnceTheRecipesRunHasPretrainedItsDiscriminator) {
  request_.recipes.erase(request_.recipes.begin());
  request_.recipes.pop_back();
  const ComparisonPlan plan(request_);
  const PlannedRun &recipe = plan.runs()[1], &control = plan.runs()[2];
  EXPECT_TRUE(recipe.keeps_pretrained);
  EXPECT_FALSE(control.keeps_pretrained);
  EXPECT_FALSE(plan.can_begin(recipe, {false, false, false}));
  EXPECT_TRUE(plan.can_begin(recipe, {true, false, false}));
  EXPECT_FALSE(plan.can_begin(control, {true, false, false}));
  EXPECT_TRUE(plan.can_begin(control, {true, true, false})) << "it has kept nothing";
  write_file_atomically(plan.open(recipe).pretrained(), "");
  EXPECT_TRUE(plan.can_begin(control, {true, false, false}));
}

TEST_F(ComparisonPlanTest, TakesTheStartsOfAnotherComparison) {
  request_.recipes.erase(request_.recipes.begin());
  const ComparisonPlan plan(request_);
  const RunDirectory start = plan.open(plan.runs()[0]);
  TrainingObserver nobody;
  train_run(start, nobody);
  measure_frontier(start, {.samples = 10});
  request_.starts = {request_.folder};
  request_.folder = folder_.path() / "more";
  request_.recipes.erase(request_.recipes.begin());
  const ComparisonPlan more(request_);
  EXPECT_EQ(more.begins_from(more.runs()[0]), start.path());
  EXPECT_EQ(more.begins_from(more.runs()[1]), more.folder_of(more.runs()[0]));
  EXPECT_EQ(plan.begins_from(plan.runs()[0]), "");
  request_.recipes = {tiny_recipe("mle")};  // which is no more than a start
  const ComparisonPlan likelihood(request_);
  EXPECT_EQ(likelihood.begins_from(likelihood.runs()[0]), start.path());
  request_.starts = {folder_.path() / "nowhere"};
  EXPECT_THROW(labels(), UsageError);
}

std::vector<std::vector<std::string>> ensembles_of(const ComparisonPlan& plan) {
  std::vector<std::vector<std::string>> all;
  for (const PlannedEnsemble& ensemble : plan.ensembles()) {
    std::vector<std::string>& labels = all.emplace_back();
    for (const size_t member : ensemble.members) labels.push_back(plan.runs().at(member).label());
    EXPECT_EQ(plan.runs().at(ensemble.members.front()).seed, ensemble.seed);
  }
  return all;
}

TEST_F(ComparisonPlanTest, MakesEnsemblesOfTheStartsThatThereAre) {
  request_.seeds = 3;
  request_.ensemble = 2;
  const std::vector<std::string> one = {"mle.start/seed-1", "mle.start/seed-2"},
                                 two = {"mle.start/seed-2", "mle.start/seed-3"},
                                 three = {"mle.start/seed-3", "mle.start/seed-1"};
  EXPECT_THAT(ensembles_of(ComparisonPlan(request_)), ElementsAre(one, two, three));
  const size_t runs = labels().size();
  request_.ensemble = 0;
  EXPECT_EQ(labels().size(), runs);
  EXPECT_THAT(ensembles_of(ComparisonPlan(request_)), IsEmpty());
}

/// Also of a comparison in which nothing else begins from them.
TEST_F(ComparisonPlanTest, TrainsTheStartsThatAnEnsembleLacks) {
  request_.recipes.resize(1);
  request_.ensemble = 3;
  EXPECT_THAT(labels(), ElementsAre("mle.start/seed-1", "mle.start/seed-2", "mle.start/seed-3",
                                    "mle/seed-1 from mle.start/seed-1"));
  const ComparisonPlan plan(request_);
  EXPECT_THAT(ensembles_of(plan), ElementsAre(std::vector<std::string>{
                                      "mle.start/seed-1", "mle.start/seed-2", "mle.start/seed-3"}));
  EXPECT_THAT(plan.measured(plan.runs()[0]).values, ElementsAre(1.0));
  EXPECT_THAT(plan.measured(plan.runs()[1]).values, IsEmpty());
}

TEST_F(ComparisonPlanTest, RefusesAnEnsembleWhoseMembersHaveNoProbabilities) {
  request_.recipes.resize(1);
  request_.ensemble = 2;
  const auto refused = [&](const auto& change) {
    Recipe& recipe = request_.recipes[0];
    recipe = tiny_recipe("mle");
    change(recipe);
    EXPECT_THROW(labels(), UsageError);
  };
  refused([](Recipe& recipe) { recipe.training.pretrain_epochs = 0; });
  refused([](Recipe& recipe) { recipe.generator.latent_width = 3; });
  refused([](Recipe& recipe) { recipe.generator.output = "point"; });
  refused([](Recipe& recipe) { recipe.generator.labels = "condition"; });
}

TEST_F(ComparisonPlanTest, RefusesFilesOfTheUsersInTheFolderOfAControl) {
  const auto mine = request_.folder / "gan.control/seed-1/recipe.toml";
  std::filesystem::create_directories(mine.parent_path());
  write_file_atomically(mine, "mine");
  EXPECT_THROW(labels(), UsageError);
}

TEST_F(ComparisonPlanTest, RefusesAnotherComparisonsRunBeforeAnythingIsTrained) {
  {
    const ComparisonPlan plan(request_);
    plan.open(plan.runs().back());
  }
  EXPECT_NO_THROW(ComparisonPlan{request_}) << "it is the same comparison";
  request_.recipes[2].optimizers.generator.learning_rate = 0.25;
  EXPECT_THAT([&] { ComparisonPlan{request_}; },
              ::testing::ThrowsMessage<UsageError>(
                  ::testing::HasSubstr("other.control/seed-1: holds a run of another recipe")));
}

}  // namespace
}  // namespace lingan::comparison_plan_test
