#include <lingan/run/comparison_plan.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/run/small_run.h"

namespace lingan {
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
    }
    return labels;
  }

  testing::TemporaryFolder folder_;
  ComparisonRequest request_;
};

TEST_F(ComparisonPlanTest, GivesRecipesThatPretrainTheSameOneStart) {
  EXPECT_THAT(labels(), ElementsAre("mle.start/seed-1", "mle/seed-1 from mle.start/seed-1",
                                    "gan/seed-1 from mle.start/seed-1",
                                    "gan.control/seed-1 from mle.start/seed-1",
                                    "other/seed-1 from mle.start/seed-1",
                                    "other.control/seed-1 from mle.start/seed-1"));
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
  EXPECT_THAT(
      labels(),
      ElementsAre("gan.start/seed-1", "gan.start/seed-2", "gan/seed-1 from gan.start/seed-1",
                  "gan.control/seed-1 from gan.start/seed-1", "gan/seed-2 from gan.start/seed-2",
                  "gan.control/seed-2 from gan.start/seed-2"));
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
}  // namespace lingan
