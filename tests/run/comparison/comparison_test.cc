#include <lingan/run/comparison/comparison.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/run/comparison/comparison_plan.h>

#include "tests/run/small_run.h"

namespace lingan::comparison_test {
namespace {

using testing::small_text;
using testing::tiny_recipe;
using testing::write_lines;

class ComparisonTest : public ::testing::Test {
 protected:
  ComparisonTest() {
    request_.recipes = {tiny_recipe("first"), tiny_recipe("second")};
    request_.recipes[1].training.pretrain_epochs = 1;
    request_.seeds = 2;
    request_.folder = folder_.path() / "runs";
    request_.measured.samples = 30;
    request_.data = prepare_text({.corpus = write_lines(folder_.path() / "text", small_text()),
                                  .validation_share = 0.25,
                                  .tokenizer = "whitespace"});
  }

  Comparison compare() {
    const ComparisonPlan plan(request_);
    for (const PlannedRun& planned : plan.runs()) {
      labels_.push_back(planned.label());
      const RunDirectory run = plan.open(planned);
      TrainingObserver nobody;
      train_run(run, nobody);
      write_file_atomically(run.timing(), "{\"seconds\": 2.5}");
    }
    return results_of(plan);
  }

  testing::TemporaryFolder folder_;
  ComparisonRequest request_;
  std::vector<std::string> labels_;
};

TEST_F(ComparisonTest, RefusesANameThatIsNoFolder) {
  for (const char* name : {"", ".", "..", "../out", "a/b", "/tmp/x", ".hidden", "a\nb"}) {
    request_.recipes[1].name = name;
    EXPECT_THROW(compare(), UsageError) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(request_.folder));
}

TEST_F(ComparisonTest, KeepsTheNamesOfItsFilesForItself) {
  for (const char* name :
       {"comparison.json", "comparison.tsv", "a.start", "b.control", "c.ensemble", "d.resampled"}) {
    request_.recipes[1].name = name;
    EXPECT_THROW(compare(), UsageError) << name;
  }
  request_.recipes[1].name = "comparison";
  EXPECT_NO_THROW(require_comparable(request_.recipes));
  EXPECT_FALSE(std::filesystem::exists(request_.folder));
}

TEST_F(ComparisonTest, RefusesTwoRecipesThatTrainTheSame) {
  request_.recipes[1] = tiny_recipe("copy");
  try {
    compare();
    FAIL() << "accepted";
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "`recipes`: copy and first train the same; leave one out");
  }
  EXPECT_FALSE(std::filesystem::exists(request_.folder));
}

TEST_F(ComparisonTest, RefusesAFolderWithFilesOfTheUserBeforeItTrains) {
  const auto mine = request_.folder / "second" / "seed-2" / "recipe.toml";
  std::filesystem::create_directories(mine.parent_path());
  write_file_atomically(mine, "mine");
  EXPECT_THROW(compare(), UsageError);
  EXPECT_TRUE(labels_.empty());
  EXPECT_EQ(read_file(mine), "mine");
  EXPECT_FALSE(std::filesystem::exists(request_.folder / "first"));
}

TEST_F(ComparisonTest, MeasuresEveryRecipeWithEverySeed) {
  const Comparison comparison = compare();
  EXPECT_EQ(labels_, (std::vector<std::string>{"first/seed-1", "first/seed-2", "second/seed-1",
                                               "second/seed-2"}));
  EXPECT_EQ(comparison.metric_order,
            (std::vector<std::string>{"bleu-2", "bleu-3", "bleu-4", "bleu-5", "self-bleu-2",
                                      "self-bleu-3", "self-bleu-4", "self-bleu-5", "distinct-2",
                                      "unique", "novelty", "kn-lm", "kn-reverse-lm", "nll-gen",
                                      "nll-gen-padded", "perplexity", "nll-div"}));
  ASSERT_EQ(comparison.recipes.size(), 2u);
  for (const ComparedRecipe& recipe : comparison.recipes) {
    EXPECT_EQ(recipe.strategy, "maximum-likelihood");
    EXPECT_EQ(recipe.seconds, (std::vector<double>{2.5, 2.5}));
    ASSERT_EQ(recipe.weights.size(), 2u);
    EXPECT_EQ(recipe.weights[1].phase, "pretrain");
    EXPECT_EQ(recipe.weights[1].figure, "nll");
    for (const auto& name : comparison.metric_order) {
      EXPECT_EQ(recipe.metrics.at(name).size(), 2u) << name;
    }
  }
  EXPECT_NE(comparison.recipes[0].metrics.at("nll-gen"),
            comparison.recipes[1].metrics.at("nll-gen"));
}

TEST_F(ComparisonTest, KeepsTheRunsOfAnEarlierOne) {
  const Comparison first = compare();
  const Comparison again = compare();
  EXPECT_EQ(again.recipes[0].metrics, first.recipes[0].metrics);
}

TEST_F(ComparisonTest, GivesLabelsToTheRecipesThatLookAtThem) {
  request_.data = prepare_text(
      {.corpus = write_lines(folder_.path() / "text", small_text()),
       .validation_share = 0.25,
       .labels = write_lines(folder_.path() / "labels", testing::LabelledRun::labels()),
       .tokenizer = "whitespace"});
  request_.recipes[1] = testing::LabelledRun::recipe();
  request_.seeds = 1;
  const Comparison comparison = compare();
  EXPECT_TRUE(std::isfinite(comparison.recipes[1].metrics.at("nll-gen").front()));
  const auto folder = folder_.path() / "runs";
  EXPECT_TRUE(RunDirectory::open(folder / "first/seed-1").spec().labels.empty());
  EXPECT_EQ(RunDirectory::open(folder / "labelled/seed-1").spec().labels, request_.data.labels);
  compare();  // both are kept
}

TEST_F(ComparisonTest, GivesSourcesToTheRecipesThatReadThem) {
  std::vector<std::string> sources = small_text();
  std::ranges::reverse(sources);
  request_.data = prepare_text({.corpus = write_lines(folder_.path() / "text", small_text()),
                                .validation_share = 0.25,
                                .sources = write_lines(folder_.path() / "sources", sources),
                                .tokenizer = "whitespace"});
  request_.recipes[1] = testing::tiny_recipe("sourced");
  request_.recipes[1].generator.source = "encoder";
  request_.seeds = 1;
  const Comparison comparison = compare();
  EXPECT_TRUE(std::isfinite(comparison.recipes[1].metrics.at("nll-gen").front()));
  const auto folder = folder_.path() / "runs";
  EXPECT_EQ(RunDirectory::open(folder / "first/seed-1").sentences().sources.rows, 0);
  EXPECT_EQ(RunDirectory::open(folder / "sourced/seed-1").sentences().sources.tokens,
            request_.data.sources.tokens);
  compare();  // both are kept
}

TEST_F(ComparisonTest, LeavesBleuOutWhereNothingIsHeldOut) {
  request_.seeds = 1;
  request_.data.validation = TokenBatch::filled(0, request_.data.train.width, 0);
  const Comparison comparison = compare();
  EXPECT_EQ(comparison.metric_order.front(), "self-bleu-2");
  EXPECT_EQ(comparison.metric_order.back(), "nll-div");
}

TEST_F(ComparisonTest, RefusesAFolderWithOtherRuns) {
  compare();
  request_.recipes[0].training.batch_size = 3;
  EXPECT_THROW(compare(), UsageError);
  request_.recipes[0].training.batch_size = 4;
  request_.data.train.tokens[0] = request_.data.train.tokens[1];
  EXPECT_THROW(compare(), UsageError);
}

TEST_F(ComparisonTest, GivesTheRunsOfARecipeAtAllTemperatures) {
  request_.recipes[1] = testing::tiny_gan("second");
  request_.seeds = 1;
  request_.measured.values = {0.5, 1, 2};
  const Comparison comparison = compare();
  ASSERT_EQ(comparison.runs.size(), 5u) << "the last is the resampled start";
  const auto expect = [&](size_t i, const std::string& recipe, RunRole role) {
    const ComparedRun& run = comparison.runs[i];
    EXPECT_EQ(run.recipe, recipe);
    EXPECT_EQ(run.role, role);
    EXPECT_EQ(run.seed, 1);
    ASSERT_EQ(run.frontier.size(), 3u);
    EXPECT_EQ(run.frontier[1].swept, 1.0);
    EXPECT_TRUE(run.frontier[1].metrics.contains("nll-gen"));
  };
  expect(0, "first", RunRole::kTrained);
  expect(1, "second", RunRole::kStart);
  expect(2, "second", RunRole::kTrained);
  expect(3, "second", RunRole::kControl);
  // Both pretrain the same: the one that does nothing else is at the other's start.
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(comparison.runs[0].frontier[i].metrics, comparison.runs[1].frontier[i].metrics);
  }
  EXPECT_EQ(comparison.recipes[1].metrics.at("bleu-2").front(),
            comparison.runs[2].frontier[1].metrics.at("bleu-2"));
}

TEST_F(ComparisonTest, SweepsTopP) {
  request_.seeds = 1;
  request_.ensemble = 2;
  request_.measured.sweep = Sweep::kTopP;
  request_.measured.values = {0.5, 1};
  for (const ComparedRun& run : compare().runs) {
    EXPECT_EQ(run.sweep, Sweep::kTopP);
    ASSERT_EQ(run.frontier.size(), 2u) << run.recipe;
    EXPECT_EQ(run.frontier[0].swept, 0.5);
    EXPECT_FALSE(run.frontier[0].metrics.contains("nll-gen"));
    EXPECT_TRUE(run.frontier[1].metrics.contains("nll-gen"));
  }
}

/// The runs of the comparison in a role.
std::vector<const ComparedRun*> in_role(const Comparison& comparison, RunRole role) {
  std::vector<const ComparedRun*> runs;
  for (const ComparedRun& run : comparison.runs) {
    if (run.role == role) runs.push_back(&run);
  }
  return runs;
}

TEST_F(ComparisonTest, MeasuresTheStartResampledByTheRecipesDiscriminator) {
  request_.recipes[1] = testing::tiny_gan("gan");
  request_.measured.values = {0.5, 1};
  const Comparison comparison = compare();
  const auto resampled = in_role(comparison, RunRole::kResampled);
  ASSERT_EQ(resampled.size(), 2u) << "one for each seed; the first recipe has no adversarial phase";
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(resampled[i]->recipe, "gan");
    EXPECT_EQ(resampled[i]->seed, static_cast<int>(i) + 1);
    ASSERT_EQ(resampled[i]->frontier.size(), 1u);
    EXPECT_EQ(resampled[i]->frontier[0].swept, 1);
    EXPECT_GT(resampled[i]->frontier[0].metrics.at("effective-sample-size"), 1);
    EXPECT_FALSE(resampled[i]->frontier[0].metrics.contains("nll-gen"));
  }
  EXPECT_THAT(comparison.recipes[1].notes.at("resampled"),
              ::testing::HasSubstr("learned from relaxed sentences"));
  EXPECT_FALSE(comparison.recipes[0].notes.contains("resampled"));
  request_.controls = false;
  EXPECT_TRUE(in_role(compare(), RunRole::kResampled).empty());
}

TEST_F(ComparisonTest, SaysWhyADiscriminatorIsNotAskedWhatItKnows) {
  request_.recipes[1] = testing::tiny_gan("gan");
  request_.recipes[1].objective = "wasserstein";
  request_.seeds = 1;
  const Comparison comparison = compare();
  EXPECT_TRUE(in_role(comparison, RunRole::kResampled).empty());
  EXPECT_THAT(comparison.recipes[1].notes.at("resampled"),
              ::testing::StartsWith("there is none: by the objective \"wasserstein\" the run's "
                                    "discriminator learns a score of sentences"));
}

double value_of(const ComparedRun& run, size_t point, const std::string& metric) {
  return run.frontier.at(point).metrics.at(metric);
}

TEST_F(ComparisonTest, MeasuresTheEnsembleOfStartsBesideItsFirstMember) {
  request_.ensemble = 2;
  request_.recipes.resize(1);
  request_.recipes[0] = testing::tiny_gan("gan");
  request_.measured.values = {0.5, 1};
  const Comparison comparison = compare();
  ASSERT_EQ(comparison.recipes.size(), 2u);
  const ComparedRecipe& ensemble = comparison.recipes[1];
  EXPECT_EQ(ensemble.name, "gan.ensemble");
  EXPECT_EQ(ensemble.strategy, "mean of 2 starts");
  EXPECT_EQ(ensemble.seconds, (std::vector<double>{5, 5})) << "of two starts";
  std::vector<const ComparedRun*> starts, own, of_gan;
  for (const ComparedRun& run : comparison.runs) {
    if (run.recipe == "gan" && run.role == RunRole::kStart) of_gan.push_back(&run);
    if (run.recipe != "gan.ensemble") continue;
    (run.role == RunRole::kStart ? starts : own).push_back(&run);
  }
  ASSERT_EQ(starts.size(), 2u);
  ASSERT_EQ(own.size(), 2u);
  for (size_t seed = 0; seed < 2; ++seed) {
    EXPECT_EQ(starts[seed]->frontier[1].metrics, of_gan[seed]->frontier[1].metrics);
    EXPECT_EQ(ensemble.metrics.at("nll-gen")[seed], value_of(*own[seed], 1, "nll-gen"));
    // Below the mean of the members: ln is concave.
    EXPECT_LT(value_of(*own[seed], 1, "nll-gen"),
              (value_of(*of_gan[0], 1, "nll-gen") + value_of(*of_gan[1], 1, "nll-gen")) / 2);
  }
  EXPECT_NEAR(value_of(*own[0], 1, "nll-gen"), value_of(*own[1], 1, "nll-gen"), 1e-6)
      << "the same networks";
  EXPECT_NE(value_of(*own[0], 0, "nll-gen"), value_of(*own[0], 1, "nll-gen"));
  const auto kept = request_.folder / "gan.ensemble/seed-2.json";
  const std::string points = read_file(kept);
  compare();
  EXPECT_EQ(read_file(kept), points);
}

/// What is measured of it is the run.
TEST_F(ComparisonTest, TakesAnEnsembleOfOneForItsMember) {
  request_.ensemble = 1;
  request_.recipes.resize(1);
  request_.seeds = 1;
  request_.measured.samples = 200;
  const Comparison comparison = compare();
  for (const auto& [metric, values] : comparison.recipes[0].metrics) {
    const double value = comparison.recipes[1].metrics.at(metric).front();
    if (std::isnan(value)) continue;
    EXPECT_NEAR(value, values.front(), 1e-5) << metric;
  }
}

TEST_F(ComparisonTest, SaysWhyARecipeHasNoControl) {
  request_.recipes[1] = testing::tiny_gan("second");
  request_.recipes[1].training.round = "generator";
  request_.seeds = 1;
  EXPECT_THAT(compare().recipes[1].notes.at("control"), ::testing::HasSubstr("no move of the"));
}

TEST_F(ComparisonTest, RefusesTwoRecipesOfOneName) {
  request_.recipes[1].name = "first";
  try {
    compare();
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("two recipes are named first"));
  }
}

TEST_F(ComparisonTest, KeepsTheNameOfItsPictureForItself) {
  request_.recipes[1].name = "frontiers.svg";
  EXPECT_THROW(require_comparable(request_.recipes), UsageError);
}

}  // namespace
}  // namespace lingan::comparison_test
