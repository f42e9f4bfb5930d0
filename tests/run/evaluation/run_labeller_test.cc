#include <lingan/run/evaluation/run_labeller.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/run/evaluation/run_sampler.h>

#include "tests/heard_notices.h"
#include "tests/refusal.h"
#include "tests/run/small_run.h"

namespace lingan::run_labeller_test {
namespace {

using ::testing::HasSubstr;

/// small_text(), of which three sentences of four are labelled by their first words.
class FewLabelsRun {
 public:
  FewLabelsRun()
      : data(prepare_text(
            {.corpus = testing::write_lines(folder.path() / "text", testing::small_text()).string(),
             .validation_share = 0.25,
             .labels = testing::write_lines(folder.path() / "labels", labels()).string(),
             .unlabelled = true,
             .tokenizer = "whitespace"})),
        run(testing::trained_run(folder.path(), recipe(), data)) {}

  static std::vector<std::string> labels() {
    std::vector<std::string> all;
    for (const std::string& line : testing::small_text()) {
      all.push_back(all.size() % 4 == 3 ? "" : line.substr(0, line.find(' ')));
    }
    return all;
  }

  static Recipe recipe() {
    const std::vector<std::string> overrides = {"objective.name=semi-supervised",
                                                "training.discriminator_pretrain_rounds=200",
                                                "optimizer.discriminator.learning_rate=0.01"};
    return parse_recipe(format_recipe(testing::tiny_gan()), "tiny.toml", overrides);
  }

  std::vector<ToldLabel> labels_of(const std::vector<std::string>& lines) const {
    std::vector<ToldLabel> all;
    const auto file = testing::write_lines(folder.path() / "new", lines);
    RunLabeller(run).label_lines(file.string(), [&](const std::vector<ToldLabel>& some) {
      all.insert(all.end(), some.begin(), some.end());
    });
    return all;
  }

  const testing::TemporaryFolder folder;
  const PreparedData data;
  const RunDirectory run;
};

TEST(RunLabeller, TellsWhatTheDiscriminatorInTheCheckpointTells) {
  const FewLabelsRun few;
  const TensorFile file = load_tensors(few.run.checkpoint());
  DiscriminatorOptions options = few.run.spec().recipe.discriminator;
  options.vocabulary_size = few.run.spec().tokenizer->size();
  options.specials = few.run.spec().tokenizer->specials();
  options.length = few.run.spec().length;
  options.classes = 3;
  const auto discriminator = make_discriminator(options, {});
  restore_tensors(*discriminator, "discriminator.", file);
  discriminator->eval();
  const torch::NoGradGuard no_gradient;
  const auto classes =
      discriminator->class_logits(discriminator->features(to_sentences(few.data.train))).exp();
  const auto told = RunLabeller(few.run).labels(few.data.train);
  ASSERT_EQ(static_cast<int64_t>(told.size()), few.data.train.rows);
  for (int64_t row = 0; row < few.data.train.rows; ++row) {
    const auto real = classes[row].narrow(0, 0, 3);
    const auto label = real.argmax().item<int64_t>();
    const ToldLabel& own = told[static_cast<size_t>(row)];
    EXPECT_EQ(own.name, few.run.spec().labels[static_cast<size_t>(label)].name);
    EXPECT_NEAR(own.probability, (real[label] / real.sum()).item<double>(), 1e-5);
  }
}

TEST(RunLabeller, LabelsNewLinesInTheirOrder) {
  const FewLabelsRun few;
  testing::HeardNotices notices;
  const auto told = few.labels_of({"they read a letter", "we zebra", "you read letters",
                                   "we read a book a book a book and more"});
  ASSERT_EQ(told.size(), 4U);
  EXPECT_EQ(told[0].name, "they");
  EXPECT_EQ(told[1].name, "we");
  EXPECT_EQ(told[2].name, "you");
  EXPECT_EQ(told[3].name, "we");
  EXPECT_THAT(notices.texts, ::testing::Contains(HasSubstr("1 sentence longer than any")));
  EXPECT_THAT(notices.texts, ::testing::Contains(HasSubstr("new: the run does not know 1 token,")));
}

/// Beside D, nothing goes by the labels.
TEST(RunLabeller, LeavesTheGeneratorWithoutLabels) {
  const FewLabelsRun few;
  EXPECT_THAT(testing::refusal<UsageError>([&] {
                sample_run(few.run, {.sentences = 1, .label = "we"}, [](const JudgedSamples&) {});
              }),
              HasSubstr("trained on sentences without labels"));
  EXPECT_TRUE(few.run.generator_options().label_sentences.empty());
}

TEST(RunLabeller, RefusesLinesAndRunsOfNoUse) {
  const FewLabelsRun few;
  const auto refusal = [&](const std::vector<std::string>& lines) {
    return testing::refusal<InputError>([&] { few.labels_of(lines); });
  };
  EXPECT_THAT(refusal({"we read", " "}), HasSubstr("new:2: is blank; each line is a sentence"));
  EXPECT_THAT(refusal({}), HasSubstr("new: no sentence in it"));
  Recipe other = few.run.spec().recipe;
  other.objective = "hinge";
  EXPECT_THAT(testing::refusal<UsageError>([&] { RunLabeller(few.run.with_recipe(other)); }),
              HasSubstr("tells no labels; take a run of a recipe whose discriminator does"));
}

}  // namespace
}  // namespace lingan::run_labeller_test
