#include <lingan/run/evaluation/run_gradients.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/run/small_run.h"

namespace lingan::run_gradients_test {
namespace {

/// A trained run of a recipe of a few steps.
RunDirectory train(const std::filesystem::path& folder, const std::string& strategy) {
  const PreparedData data =
      prepare_text({.corpus = testing::write_lines(folder / "text", testing::small_text()).string(),
                    .validation_share = 0.25,
                    .tokenizer = "whitespace"});
  std::vector<std::string> settings;
  if (!strategy.empty()) {
    settings = {"strategy.name=" + strategy, "training.adversarial_rounds=1",
                "training.discriminator_samples=8", "training.discriminator_epochs=1"};
  }
  const Recipe recipe =
      parse_recipe(format_recipe(testing::tiny_recipe("small")), "small.toml", settings);
  return testing::trained_run(folder, recipe, data);
}

const SampledStudyOptions kSmall = {.sweep = {.samples = {}, .rollouts = {2}, .temperatures = {1}},
                                    .estimates = 32,
                                    .reference = 200};

TEST(RunGradients, AreMeasuredByEveryEstimatorOnRunsOfBothKinds) {
  for (const char* strategy : {"policy-gradient", "gumbel-softmax"}) {
    const testing::TemporaryFolder folder;
    const RunDirectory run = train(folder.path(), strategy);
    const std::string before = read_file(run.checkpoint());
    const SampledStudy study = study_run(run, kSmall, 1);
    EXPECT_EQ(study.reference_sentences, 64 * 4);
    EXPECT_EQ(study.norm_by_position.size(), static_cast<size_t>(run.spec().length));
    EXPECT_EQ(study.estimators.size(), sampled_estimators().size());
    for (const auto& quality : study.estimators) {
      EXPECT_GT(quality.moments.variance.value, 0) << quality.card->name;
      EXPECT_EQ(quality.settings.samples, 4);
    }
    EXPECT_EQ(read_file(run.checkpoint()), before);
    EXPECT_NE(study_run(run, kSmall, 2).reward, study.reward);
  }
}

TEST(RunGradients, AreRefusedWhereThereIsNoDiscriminator) {
  const testing::TemporaryFolder folder;
  const RunDirectory run = train(folder.path(), "");
  try {
    study_run(run, kSmall, 1);
    ADD_FAILURE() << "not refused";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("run: the run has no discriminator"));
  }
}

}  // namespace
}  // namespace lingan::run_gradients_test
