#include <lingan/run/run_directory.h>

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>
#include <fstream>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/run/data/prepared_data.h>
#include <lingan/run/training/train_run.h>

#include "tests/test_data.h"

namespace lingan::run_directory_test {
namespace {

using ::testing::HasSubstr;

class RunDirectoryTest : public ::testing::Test {
 protected:
  std::filesystem::path path() const { return folder_.path() / "run"; }

  RunSpec spec() const {
    RunSpec spec;
    spec.recipe = parse_recipe(
        "name = \"tiny\"\n[generator]\nembedding_width = 4\nhidden_width = 4\n"
        "[training]\npretrain_epochs = 2\nbatch_size = 2\nevaluate_every = 1\n",
        "tiny.toml");
    spec.seed = 9;
    spec.tokenizer = make_id_tokenizer(6, SpecialTokens{-1, 0, -1, -1});
    spec.length = 3;
    return spec;
  }

  static RunSentences sentences() {
    return {TokenBatch{4, 3, {1, 2, 3, 2, 3, 4, 3, 4, 5, 4, 5, 1}, {3, 3, 3, 3}},
            TokenBatch{1, 3, {1, 2, 3}, {3}}};
  }

  RunDirectory create() const { return RunDirectory::create(path(), spec(), sentences()); }

  /// Writes a run and spoils one of its files.
  void spoil(const std::string& file, const std::string& content) {
    create();
    write_file_atomically(path() / file, content);
  }

  testing::TemporaryFolder folder_;
  TrainingObserver nobody;
};

TEST_F(RunDirectoryTest, GivesBackWhatItWasMadeOf) {
  create();
  const RunDirectory run = RunDirectory::open(path());
  EXPECT_EQ(run.spec().seed, 9u);
  EXPECT_EQ(run.spec().length, 3);
  EXPECT_EQ(format_recipe(run.spec().recipe), format_recipe(spec().recipe));
  EXPECT_EQ(run.spec().tokenizer->size(), 6);
  EXPECT_EQ(run.sentences().train.tokens, sentences().train.tokens);
  EXPECT_EQ(run.sentences().validation.lengths, sentences().validation.lengths);
}

TEST_F(RunDirectoryTest, SaysWhatIsInTheWayOfItsFolder) {
  const auto file = folder_.path() / "there";
  std::ofstream(file) << "mine";
  std::filesystem::create_symlink("there", folder_.path() / "to-file");
  std::filesystem::create_symlink("nowhere", folder_.path() / "dangling");
  std::filesystem::create_symlink("dangling", folder_.path() / "twice");
  const std::string gone =
      "it is a link to " + (folder_.path() / "nowhere").string() + ", which does not exist";
  const std::vector<std::pair<std::string, std::string>> cases = {{"there", "Not a directory"},
                                                                  {"to-file", "Not a directory"},
                                                                  {"dangling", gone},
                                                                  {"twice", gone}};
  for (const auto& [name, words] : cases) {
    for (const auto& path : {folder_.path() / name, folder_.path() / name / "below"}) {
      try {
        RunDirectory::create(path, spec(), sentences());
        FAIL() << path;
      } catch (const IoError& error) {
        EXPECT_THAT(error.what(), ::testing::EndsWith("cannot create the folder: " + words))
            << path;
      }
    }
  }
}

TEST_F(RunDirectoryTest, KeepsLabelsInTheRun) {
  create();
  EXPECT_EQ(read_file(path() / "run.json").find("labels"), std::string::npos);
  RunSpec labelled = spec();
  labelled.labels = {{"bad", 1}, {"good", 3}};
  labelled.recipe.generator.labels = "separate";
  RunSentences of_labels = sentences();
  of_labels.train.labels = {1, 0, 1, 1};
  of_labels.validation.labels = {0};
  const auto other = folder_.path() / "labelled";
  RunDirectory::create(other, labelled, of_labels);
  std::filesystem::rename(other, folder_.path() / "moved");
  const RunDirectory run = RunDirectory::open(folder_.path() / "moved");
  EXPECT_EQ(run.spec().labels, labelled.labels);
  EXPECT_EQ(run.sentences().train.labels, of_labels.train.labels);
  EXPECT_EQ(run.sentences().validation.labels, of_labels.validation.labels);
  EXPECT_EQ(run.generator_options().label_sentences, (std::vector<int64_t>{1, 3}));
}

TEST_F(RunDirectoryTest, RefusesLabelsOutOfRange) {
  RunSpec labelled = spec();
  labelled.labels = {{"bad", 1}, {"good", 3}};
  RunSentences of_labels = sentences();
  of_labels.train.labels = {1, 0, 2, 1};
  const RunDirectory run = RunDirectory::create(path(), labelled, of_labels);
  EXPECT_THROW(run.sentences(), InputError);
}

TEST_F(RunDirectoryTest, KeepsSourcesInTheRun) {
  RunSpec sourced = spec();
  sourced.recipe.generator.source = "encoder";
  RunSentences of_sources = sentences();
  of_sources.train.labels = {4, 0, 2, 3};
  of_sources.validation.labels = {1};
  of_sources.sources = TokenBatch::filled(5, 2, 0);
  of_sources.sources.lengths = {1, 2, 1, 1, 2};
  RunDirectory::create(path(), sourced, of_sources);
  const RunDirectory run = RunDirectory::open(path());
  EXPECT_EQ(run.sentences().train.labels, of_sources.train.labels);
  EXPECT_EQ(run.sentences().sources.lengths, of_sources.sources.lengths);
  const auto table = run.generator_options().sources;
  EXPECT_EQ(table->sentences.tokens, of_sources.sources.tokens);
  EXPECT_THAT(table->sampled, ::testing::UnorderedElementsAre(4, 0, 2, 3));
  of_sources.train.labels[0] = 5;
  const auto refused = [&](const std::string& name) {
    const RunDirectory other = RunDirectory::create(folder_.path() / name, sourced, of_sources);
    EXPECT_THROW(other.sentences(), InputError) << name;
  };
  refused("a number of no source");
  of_sources.train.labels[0] = 4;
  of_sources.sources.lengths[3] = 0;
  refused("an empty source");
}

TEST_F(RunDirectoryTest, RefusesAFolderThatHoldsARun) {
  create();
  EXPECT_THROW(create(), UsageError);
}

TEST_F(RunDirectoryTest, LeavesNothingWhereItCannotBeWritten) {
  const auto fail = [&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{300, 300};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      RunDirectory::create(path() / "a/b", spec(), sentences());
    } catch (const IoError&) {
      ::_exit(42);
    }
    ::_exit(1);
  };
  EXPECT_EXIT(fail(), ::testing::ExitedWithCode(42), "");
  EXPECT_FALSE(std::filesystem::exists(path()));
  std::filesystem::create_directories(path() / "a/b");
  write_file_atomically(path() / "a/b/notes", "mine");
  EXPECT_EXIT(fail(), ::testing::ExitedWithCode(42), "");
  EXPECT_EQ(read_file(path() / "a/b/notes"), "mine");
  EXPECT_FALSE(std::filesystem::exists(path() / "a/b/samples"));
}

TEST_F(RunDirectoryTest, ReplacesNoFileThatItDidNotMake) {
  for (const char* file :
       {"recipe.toml", "tokenizer.json", "data.safetensors", "metrics.jsonl",
        "checkpoint.safetensors", "generator.safetensors", "timing.json", "oracle.safetensors"}) {
    std::filesystem::remove_all(path());
    std::filesystem::create_directory(path());
    write_file_atomically(path() / file, "mine");
    EXPECT_THROW(create(), UsageError) << file;
    EXPECT_EQ(read_file(path() / file), "mine");
    EXPECT_FALSE(std::filesystem::exists(path() / "samples"));
  }
}

TEST_F(RunDirectoryTest, PutsNoSamplesAmongAnothers) {
  std::filesystem::create_directories(path() / "samples");
  create().discard();
  EXPECT_TRUE(std::filesystem::is_empty(path() / "samples")) << "an empty folder is no obstacle";
  write_file_atomically(path() / "samples/pretrain-000002.txt", "mine");
  try {
    create();
    FAIL() << "no exception";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("holds samples/pretrain-000002.txt"));
  }
  EXPECT_EQ(read_file(path() / "samples/pretrain-000002.txt"), "mine");
  EXPECT_FALSE(std::filesystem::exists(path() / "run.json"));
}

/// What a process that is killed while it makes a run leaves.
void leave_unfinished(const std::filesystem::path& folder, const char* name, char digit) {
  std::filesystem::create_directories(folder / "samples");
  const auto temporary = folder / (".lingan-000000000000000" + std::string(1, digit) + ".part");
  write_file_atomically(temporary, "unfinished");
  if (name != nullptr) std::filesystem::create_hard_link(temporary, folder / name);
}

TEST_F(RunDirectoryTest, TakesTheFolderOfAStartThatWasKilled) {
  leave_unfinished(path(), "data.safetensors", '1');
  leave_unfinished(path(), "tokenizer.json", '2');
  leave_unfinished(path(), nullptr, '3');
  write_file_atomically(path() / "notes", "mine");
  create();
  EXPECT_EQ(RunDirectory::open(path()).sentences().train.tokens, sentences().train.tokens);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path())) {
    names.push_back(entry.path().filename());
  }
  EXPECT_THAT(names,
              ::testing::UnorderedElementsAre("data.safetensors", "tokenizer.json", "recipe.toml",
                                              "run.json", "samples", "notes"));
}

TEST_F(RunDirectoryTest, ReplacesNoFileOfTheUsersAmongThoseOfAStartThatWasKilled) {
  leave_unfinished(path(), "data.safetensors", '1');
  write_file_atomically(path() / "recipe.toml", "mine");
  EXPECT_THROW(create(), UsageError);
  EXPECT_EQ(read_file(path() / "recipe.toml"), "mine");
}

TEST_F(RunDirectoryTest, SaysThatThereIsNoRun) {
  EXPECT_THROW(RunDirectory::open(path()), InputError);
}

TEST_F(RunDirectoryTest, SaysThatNothingWasTrainedYet) {
  const RunDirectory run = create();
  EXPECT_THROW(run.load_generator(), InputError);
}

TEST_F(RunDirectoryTest, KeepsWhatItsMakerWasAskedFor) {
  RunSpec asked = spec();
  asked.origin = {{"--corpus", "text"}, {"--lower-case", ""}};
  asked.fingerprints = {{"--corpus", "a text's"}};
  RunDirectory::create(path(), asked, sentences());
  EXPECT_EQ(RunDirectory::open(path()).spec().origin, asked.origin);
  EXPECT_EQ(RunDirectory::open(path()).spec().fingerprints, asked.fingerprints);
}

TEST_F(RunDirectoryTest, KeepsNamesOfFilesThatAreNoUtf8) {
  RunSpec asked = spec();
  asked.origin = {{"--corpus", "text\xFF"}};
  RunDirectory::create(path(), asked, sentences());
  EXPECT_EQ(RunDirectory::open(path()).spec().origin.at("--corpus"), "text\xEF\xBF\xBD");
}

TEST_F(RunDirectoryTest, SaysWhatIsSpoiledInWordsOfItsOwn) {
  for (const char* text : {"{", "[]", R"({"format_version": 1, "seed": "x"})",
                           R"({"format_version": 1, "seed": 1, "oracle": "", "length": 3,
                               "origin": 7})"}) {
    std::filesystem::create_directories(path());
    write_file_atomically(path() / "run.json", text);
    try {
      RunDirectory::open(path());
      FAIL() << text;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), ::testing::StartsWith((path() / "run.json").string() + ": "));
      EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("json.exception")));
    }
  }
}

TEST_F(RunDirectoryTest, DiscardsWhatItMadeAndNothingElse) {
  create().discard();
  EXPECT_FALSE(std::filesystem::exists(path()));
  create();
  RunDirectory::open(path()).discard();
  EXPECT_TRUE(RunDirectory::exists(path())) << "an opened run stays";
}

TEST_F(RunDirectoryTest, OfAnotherRecipeIsWrittenWhenItIsSaved) {
  Recipe recipe = spec().recipe;
  recipe.training.pretrain_epochs = 9;
  const RunDirectory run = create().with_recipe(recipe);
  EXPECT_EQ(RunDirectory::open(path()).spec().recipe.training.pretrain_epochs, 2);
  run.save_recipe();
  EXPECT_EQ(RunDirectory::open(path()).spec().recipe.training.pretrain_epochs, 9);
}

TEST_F(RunDirectoryTest, OfAnEarlierVersionIsRead) {
  const RunDirectory run = create();
  std::ofstream(run.recipe()) << "[training]\npretrain_learning_rate = 0.25\n";
  const Recipe recipe = RunDirectory::open(path()).spec().recipe;
  EXPECT_EQ(recipe.optimizers.likelihood.learning_rate, 0.25);
}

struct Spoiled {
  const char* file;
  const char* content;
};
void PrintTo(const Spoiled& spoiled, std::ostream* out) { *out << spoiled.file; }

class SpoiledRun : public RunDirectoryTest, public ::testing::WithParamInterface<Spoiled> {};

TEST_P(SpoiledRun, IsRefusedWithTheNameOfTheFile) {
  spoil(GetParam().file, GetParam().content);
  try {
    train_run(RunDirectory::open(path()), nobody);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr((path() / GetParam().file).string()));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Files, SpoiledRun,
    ::testing::Values(
        Spoiled{"run.json", "{"}, Spoiled{"run.json", "[]"},
        Spoiled{"run.json", R"({"format_version": 2, "seed": 1, "oracle": "", "length": 3})"},
        Spoiled{"run.json", R"({"format_version": 1, "seed": 1, "oracle": "", "length": -3})"},
        Spoiled{"run.json", R"({"format_version": 1, "seed": "x", "oracle": "", "length": 3})"},
        Spoiled{"recipe.toml", "[training]\nbatchsize = 3\n"}, Spoiled{"recipe.toml", ""},
        Spoiled{"tokenizer.json", "nothing"}, Spoiled{"data.safetensors", "12345678"},
        Spoiled{"checkpoint.safetensors", "12345678"}));

}  // namespace
}  // namespace lingan::run_directory_test
