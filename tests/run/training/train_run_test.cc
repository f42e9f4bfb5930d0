#include <lingan/run/training/train_run.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/gan/recipe/control.h>
#include <lingan/gan/recipe/pretraining.h>
#include <lingan/gan/strategies/odds_weighted.h>
#include <lingan/run/run_lock.h>
#include <lingan/run/training/run_recorder.h>

#include "tests/run/small_run.h"

namespace lingan::train_run_test {
namespace {

using testing::SmallRun;

TEST(TrainRun, LogsAndLeavesAGenerator) {
  const SmallRun small;
  EXPECT_EQ(small.run.load_generator()->options().hidden_width, 4);
  const std::string log = read_file(small.run.metrics());
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 2);
  const std::string text = read_file(small.run.samples() / "pretrain-000002.txt");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 20);
  TrainingObserver nobody;
  EXPECT_GT(train_run(small.run, nobody), 0.0) << "a finished run is left as it is";
  EXPECT_EQ(read_file(small.run.metrics()), log);
}

TEST(TrainRun, CutsTheLogBackToTheCheckpoint) {
  const SmallRun small;
  const std::string log = read_file(small.run.metrics());
  write_file_atomically(small.run.metrics(), log + "{\"phase\": \"pretrain\", \"ste");
  TrainingObserver nobody;
  train_run(small.run, nobody);
  EXPECT_EQ(read_file(small.run.metrics()), log);
}

TEST(TrainRun, RefusesALogThatIsNotItsOwn) {
  const SmallRun small;
  std::string log = read_file(small.run.metrics());
  log[log.find('\n') + 1] = '\x01';
  write_file_atomically(small.run.metrics(), log);
  TrainingObserver nobody;
  try {
    train_run(small.run, nobody);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_EQ(error.place(), small.run.metrics().string() + ":2");
  }
  EXPECT_EQ(read_file(small.run.metrics()), log) << "it is left as it is";
}

TEST(TrainRun, LeavesFilesAloneThatMerelyLookTemporary) {
  const SmallRun small;
  const auto notes = {small.run.path() / "notes.tmp-1", small.run.samples() / "a.tmp-23",
                      small.run.path() / "below/.lingan-0123456789abcdef.part"};
  std::filesystem::create_directory(small.run.path() / "below");
  for (const auto& path : notes) write_file_atomically(path, "mine");
  const auto left = small.run.samples() / ".lingan-0123456789abcdef.part";
  write_file_atomically(left, "of a process that was killed");
  TrainingObserver nobody;
  train_run(small.run, nobody);
  for (const auto& path : notes) EXPECT_EQ(read_file(path), "mine");
  EXPECT_FALSE(std::filesystem::exists(left));
}

class StopAtOnce : public TrainingObserver {
 public:
  bool advanced(const TrainingProgress&) override { return false; }
};

/// Says stop after some steps, and looks at what is written when it is told of it.
class Stopper : public TrainingObserver {
 public:
  Stopper(const RunDirectory& run, int steps) : run_(run), left_(steps) {}
  void record(const TrainingRecord& record) override {
    const std::string log = read_file(run_.metrics());
    EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), record.step);
  }
  bool advanced(const TrainingProgress&) override { return --left_ > 0; }
  void checkpoint() override { EXPECT_TRUE(std::filesystem::exists(run_.checkpoint())); }

 private:
  const RunDirectory& run_;
  int left_;
};

TEST(TrainRun, ContinuesAnInterruptedRunToTheSameBytes) {
  const SmallRun whole;
  const testing::TemporaryFolder folder;
  const RunDirectory run = RunDirectory::create(folder.path() / "run", whole.run.spec(),
                                                {whole.data.train, whole.data.validation});
  bool is_done = false;
  for (int attempt = 0; !is_done; ++attempt) {
    ASSERT_LT(attempt, 20);
    Stopper stopper(run, 3);
    try {
      train_run(run, stopper);
      is_done = true;
    } catch (const Interrupted&) {
      EXPECT_TRUE(std::filesystem::exists(run.checkpoint()));
    }
  }
  for (const auto& [one, other] : {std::pair(run.checkpoint(), whole.run.checkpoint()),
                                   std::pair(run.generator(), whole.run.generator()),
                                   std::pair(run.metrics(), whole.run.metrics())}) {
    EXPECT_EQ(read_file(one), read_file(other)) << one;
  }
}

/// Neither corpus nor labels are there any more, nor is the folder where it was.
TEST(TrainRun, ContinuesARunWithLabelsFromItsFolderAlone) {
  const testing::LabelledRun labelled;
  for (const char* file : {"text", "labels"})
    std::filesystem::remove(labelled.folder.path() / file);
  const auto moved = labelled.folder.path() / "moved";
  std::filesystem::rename(labelled.run.path(), moved);
  const RunDirectory run = RunDirectory::open(moved);
  Recipe recipe = run.spec().recipe;
  recipe.training.pretrain_epochs += 1;
  TrainingObserver nobody;
  train_run(run.with_recipe(recipe), nobody);
  EXPECT_TRUE(std::filesystem::exists(run.samples() / "pretrain-000041.txt"));
}

/// Word vectors are in the run: their file is gone before training begins.
TEST(TrainRun, BeginsWithWordVectorsThatTheRunHolds) {
  const testing::TemporaryFolder folder;
  const std::string vectors =
      testing::write_lines(folder.path() / "vectors", {"2 4", "book 1 2 3 4", "we .5 .5 -1 0"});
  const PreparedData data = prepare_text(
      {.corpus = testing::write_lines(folder.path() / "text", testing::small_text()).string(),
       .vectors = vectors,
       .tokenizer = "whitespace"});
  std::filesystem::remove(vectors);
  for (const char* choice : {"vectors", "frozen-vectors"}) {
    Recipe recipe = testing::tiny_recipe();
    recipe.generator.embeddings = choice;
    const auto make = [&](const std::string& name) {
      return RunDirectory::create(folder.path() / (choice + name),
                                  {.recipe = recipe,
                                   .seed = 3,
                                   .oracle = "",
                                   .tokenizer = data.tokenizer,
                                   .vectors = data.vectors,
                                   .length = data.train.width},
                                  {data.train, data.validation});
    };
    const RunDirectory whole = make("whole"), stopped = make("stopped");
    TrainingObserver nobody;
    train_run(whole, nobody);
    Stopper stopper(stopped, 1);
    EXPECT_THROW(train_run(stopped, stopper), Interrupted);
    train_run(RunDirectory::open(stopped.path()), nobody);
    EXPECT_EQ(read_file(whole.checkpoint()), read_file(stopped.checkpoint()));
    const auto learned = whole.load_generator()->embeddings();
    const auto book = learned[data.tokenizer->encode("book").front()];
    const bool kept = torch::equal(book, torch::tensor({1.0F, 2.0F, 3.0F, 4.0F}));
    EXPECT_EQ(kept, choice == std::string("frozen-vectors")) << choice;
    EXPECT_LT((book - torch::tensor({1.0F, 2.0F, 3.0F, 4.0F})).abs().max().item<float>(), 0.5F);
  }
}

TEST(TrainRun, RefusesARecipeWhoseWordVectorsAreNotThere) {
  const SmallRun small;
  RunSpec spec = small.run.spec();
  spec.recipe.generator.embeddings = "vectors";
  const testing::TemporaryFolder folder;
  const RunDirectory run =
      RunDirectory::create(folder.path() / "run", spec, {small.data.train, {}});
  TrainingObserver nobody;
  EXPECT_THROW(train_run(run, nobody), UsageError);
}

TEST(TrainRun, MakesTheFolderOfSamplesAgain) {
  const SmallRun small;
  std::filesystem::remove_all(small.run.samples());
  Recipe recipe = small.run.spec().recipe;
  recipe.training.pretrain_epochs = 3;
  TrainingObserver nobody;
  train_run(small.run.with_recipe(recipe), nobody);
  EXPECT_TRUE(std::filesystem::exists(small.run.samples() / "pretrain-000003.txt"));
}

TEST(TrainRun, ContinuesWithMoreEpochsToTheBytesOfARunThatHadThem) {
  const SmallRun small;
  RunSpec spec = small.run.spec();
  spec.recipe.training.pretrain_epochs = 5;
  const testing::TemporaryFolder folder;
  const RunDirectory whole =
      RunDirectory::create(folder.path() / "run", spec, {small.data.train, small.data.validation});
  TrainingObserver nobody;
  train_run(whole, nobody);
  train_run(small.run.with_recipe(spec.recipe), nobody);
  for (const char* file : {"checkpoint.safetensors", "generator.safetensors", "metrics.jsonl",
                           "recipe.toml", "samples/pretrain-000005.txt"}) {
    EXPECT_EQ(read_file(small.run.path() / file), read_file(whole.path() / file)) << file;
  }
}

/// What is said against continuing a run as its folder is now.
std::string refusal(const RunDirectory& run) {
  TrainingObserver nobody;
  try {
    train_run(RunDirectory::open(run.path()), nobody);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(TrainRun, RefusesARecipeThatWasEditedOrCut) {
  const SmallRun small;
  const std::string recipe = read_file(small.run.recipe());
  const size_t batch = recipe.find("batch_size = ");
  ASSERT_NE(batch, std::string::npos);
  std::string edited = recipe;
  edited.insert(batch + std::string("batch_size = ").size(), "7");
  for (const std::string& text : {edited, recipe.substr(0, batch)}) {
    write_file_atomically(small.run.recipe(), text);
    const std::string said = refusal(small.run);
    EXPECT_THAT(said, ::testing::HasSubstr(small.run.recipe().string() + ": ")) << text;
    EXPECT_THAT(said, ::testing::HasSubstr("put that back")) << text;
    EXPECT_EQ(read_file(small.run.recipe()), text) << "it is the user's to repair";
  }
}

TEST(TrainRun, RefusesAnotherSeedOrLength) {
  const SmallRun small;
  const auto file = small.run.path() / "run.json";
  const std::string whole = read_file(file);
  for (const std::string key : {"seed", "length"}) {
    std::string text = whole;
    const std::string entry = "\"" + key + "\": ";
    const size_t at = text.find(entry);
    ASSERT_NE(at, std::string::npos) << text;
    text.insert(at + entry.size(), "1");  // before its digits
    write_file_atomically(file, text);
    EXPECT_THAT(refusal(small.run), ::testing::HasSubstr(file.string() + ": " + key + " is 1"));
  }
}

TEST(TrainRun, DoesNotBeginAnewWhereTheCheckpointIsGone) {
  const SmallRun small;
  const std::string generator = read_file(small.run.generator());
  std::filesystem::remove(small.run.checkpoint());
  EXPECT_THAT(refusal(small.run),
              ::testing::HasSubstr(small.run.checkpoint().string() + ": is missing"));
  EXPECT_EQ(read_file(small.run.generator()), generator);
}

TEST(TrainRun, IsNotForTwoProcessesAtOnce) {
  const SmallRun small;
  const RunLock lock(small.run.path());
  TrainingObserver nobody;
  EXPECT_THROW(train_run(small.run, nobody), IoError);
}

TEST(TrainRun, SaysWhichCheckpointIsSpoiledInWordsOfItsOwn) {
  const SmallRun small;
  TensorFile checkpoint = load_tensors(small.run.checkpoint());
  checkpoint.metadata["lingan.position"] = "{}";
  save_tensors(small.run.checkpoint(), checkpoint);
  write_file_atomically(small.run.timing(), "{\"seconds\": \"many\"}");
  TrainingObserver nobody;
  try {
    train_run(small.run, nobody);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::StartsWith(small.run.checkpoint().string() + ": "));
    EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("json.exception")));
  }
}

/// A recipe that ships, cut short.
Recipe cut_short(const std::string& name) {
  Recipe recipe = load_recipe(name);
  recipe.training.batch_size = 4;
  recipe.training.pretrain_epochs = std::min<int64_t>(2, recipe.training.pretrain_epochs);
  recipe.training.discriminator_pretrain_rounds =
      std::min<int64_t>(1, recipe.training.discriminator_pretrain_rounds);
  recipe.training.replaced_token_epochs =
      std::min<int64_t>(1, recipe.training.replaced_token_epochs);
  recipe.training.discriminator_samples = 4;
  recipe.training.adversarial_rounds = std::min<int64_t>(2, recipe.training.adversarial_rounds);
  recipe.training.evaluate_samples = 8;
  recipe.options.get<OddsWeightedOptions>().pool = 16;
  return recipe;
}

/// All files of a run but its times, by their names.
std::map<std::string, std::string> files_of(const RunDirectory& run) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(run.path())) {
    if (!entry.is_regular_file() || entry.path() == run.timing()) continue;
    files[std::filesystem::relative(entry.path(), run.path())] = read_file(entry.path());
  }
  return files;
}

/// A run on the same sentences.
RunDirectory run_of(const SmallRun& small, const Recipe& recipe,
                    const std::filesystem::path& path) {
  RunSpec spec = small.run.spec();
  spec.recipe = recipe;
  return RunDirectory::create(path, spec, {small.data.train, small.data.validation});
}

/// The last of three rounds is measured because it is the last, and a longer run would not have
/// measured it.
TEST(TrainRun, RemovesSamplesOfAnUndoneRecordOnlyWhereTheLogIsItsOwn) {
  const SmallRun small;
  const std::vector<std::string> overrides = {"training.evaluate_every=2",
                                              "training.adversarial_rounds=3",
                                              "strategy.gumbel-softmax.schedule=constant"};
  Recipe recipe = parse_recipe(format_recipe(testing::tiny_gan()), "tiny.toml", overrides);
  const testing::TemporaryFolder folder;
  const RunDirectory run = run_of(small, recipe, folder.path() / "run");
  TrainingObserver nobody;
  train_run(run, nobody);
  const auto last = run.samples() / "adversarial-000003.txt";
  const std::string samples = read_file(last), log = read_file(run.metrics());
  recipe.training.adversarial_rounds = 4;
  write_file_atomically(run.metrics(), "\x01" + log.substr(1));
  EXPECT_THROW(train_run(run.with_recipe(recipe), nobody), InputError);
  EXPECT_EQ(read_file(last), samples);
  write_file_atomically(run.metrics(), log);
  train_run(run.with_recipe(recipe), nobody);
  EXPECT_FALSE(std::filesystem::exists(last));
  EXPECT_TRUE(std::filesystem::exists(run.samples() / "adversarial-000004.txt"));
}

TEST(TrainRun, BeginsFromAnothersPretrainingToTheBytesOfARunThatPretrainsItself) {
  const SmallRun small;
  TrainingObserver nobody;
  for (const std::string name : {"mle", "seqgan", "gsgan", "textgan", "embedding-continuous",
                                 "relgan", "taylorgan", "cot", "scratchgan", "leakgan"}) {
    const testing::TemporaryFolder folder;
    const auto make = [&](const Recipe& recipe, const std::string& path) {
      return run_of(small, recipe, folder.path() / path);
    };
    const Recipe recipe = cut_short(name);
    const RunDirectory start = make(pretraining_of(recipe), "start");
    train_run(start, nobody);
    const RunDirectory whole = make(recipe, "whole"), begun = make(recipe, "begun");
    train_run(whole, nobody);
    EXPECT_GT(train_run(begun, nobody, {.start = &start}), seconds_spent(start));
    const auto files = files_of(begun);
    for (const auto& [file, bytes] : files_of(whole)) {
      EXPECT_TRUE(files.contains(file)) << name << " " << file;
      EXPECT_TRUE(files.at(file) == bytes) << name << " " << file;
    }
    if (name == "mle") continue;
    // Stopped at once, it goes on without its start.
    const RunDirectory stopped = make(recipe, "stopped");
    StopAtOnce stopper;
    EXPECT_THROW(train_run(stopped, stopper, {.start = &start}), Interrupted) << name;
    std::filesystem::remove_all(start.path());
    train_run(RunDirectory::open(stopped.path()), nobody, {.start = &start});
    EXPECT_TRUE(files_of(stopped) == files) << name;
  }
}

/// The recipes: judgements as numbers, dealt out anew; D differentiated; D pretrained on replaced
/// tokens.
TEST(TrainRun, ControlsWithTheRecipesDiscriminatorToTheBytesOfAControlThatPretrainsItself) {
  const SmallRun small;
  TrainingObserver nobody;
  for (const std::string name : {"seqgan", "gsgan", "lingan"}) {
    const testing::TemporaryFolder folder;
    const auto make = [&](const Recipe& recipe, const std::string& path) {
      return run_of(small, recipe, folder.path() / path);
    };
    const Recipe recipe = cut_short(name);
    const Recipe of_control = control_of(recipe).recipe.value();
    const RunDirectory start = make(pretraining_of(recipe), "start");
    train_run(start, nobody);
    const RunDirectory whole = make(of_control, "whole");
    train_run(whole, nobody, {.start = &start});
    const RunDirectory plain = make(recipe, "plain"), own = make(recipe, "own");
    train_run(plain, nobody, {.start = &start});
    train_run(own, nobody, {.start = &start, .keeps_pretrained = true});
    EXPECT_TRUE(RunDirectory::has_pretrained(own.path())) << name;
    const RunDirectory control = make(of_control, "control");
    const TrainRunOptions options{.start = &start, .controlled = &own};
    StopAtOnce stopper;
    EXPECT_THROW(train_run(control, stopper, options), Interrupted) << name;
    const std::string log = read_file(control.metrics());
    const auto records = std::count(log.begin(), log.end(), '\n');
    EXPECT_GE(records, 3) << name << ": it has not pretrained D by itself";
    train_run(control, nobody, options);
    EXPECT_TRUE(files_of(control) == files_of(whole)) << name;
    EXPECT_TRUE(files_of(own) == files_of(plain)) << name << ": what was kept is gone";
  }
}

/// A comparison without controls has kept nothing.
TEST(TrainRun, ControlsWithADiscriminatorOfItsOwnWhereNoneWasKept) {
  const SmallRun small;
  TrainingObserver nobody;
  const testing::TemporaryFolder folder;
  const auto make = [&](const Recipe& recipe, const std::string& path) {
    return run_of(small, recipe, folder.path() / path);
  };
  const Recipe recipe = testing::tiny_gan();
  const RunDirectory start = make(pretraining_of(recipe), "start");
  train_run(start, nobody);
  const RunDirectory own = make(recipe, "own");
  train_run(own, nobody, {.start = &start});
  const Recipe of_control = control_of(recipe).recipe.value();
  const RunDirectory whole = make(of_control, "whole"), control = make(of_control, "control");
  train_run(whole, nobody, {.start = &start});
  train_run(control, nobody, {.start = &start, .controlled = &own});
  EXPECT_TRUE(files_of(control) == files_of(whole));
}

TEST(TrainRun, BeginsFromNoRunThatIsNotAtItsEnd) {
  const SmallRun small;
  RunSpec spec = small.run.spec();
  const testing::TemporaryFolder folder;
  const RunDirectory start =
      RunDirectory::create(folder.path() / "start", spec, {small.data.train, {}});
  StopAtOnce stopper;
  EXPECT_THROW(train_run(start, stopper), Interrupted);
  const RunDirectory run =
      RunDirectory::create(folder.path() / "run", spec, {small.data.train, {}});
  TrainingObserver nobody;
  try {
    train_run(run, nobody, {.start = &start});
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr(start.checkpoint().string()));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("is not at its end"));
  }
}

TEST(TrainRun, DiscardsANewRunThatCannotBegin) {
  const SmallRun small;
  RunSpec spec = small.run.spec();
  spec.recipe.strategy = "policy-gradient";
  spec.recipe.training.batch_size = 60000;  // more than there are sentences
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "runs" / "run";
  TrainingObserver nobody;
  const RunDirectory run =
      RunDirectory::create(path, spec, {small.data.train, small.data.validation});
  EXPECT_THROW(train_run(run, nobody), UsageError);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "runs"));
}

}  // namespace
}  // namespace lingan::train_run_test
