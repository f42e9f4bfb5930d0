/// A run that trains in a moment, for the tests of this room.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <lingan/run/data/prepared_data.h>
#include <lingan/run/run_directory.h>
#include <lingan/run/training/train_run.h>

#include "tests/test_data.h"

namespace lingan::testing {

/// Maximum likelihood, two epochs.
inline Recipe tiny_recipe(const std::string& name = "tiny") {
  return parse_recipe("name = \"" + name + "\"\n" + R"(
    [generator]
    embedding_width = 4
    hidden_width = 4
    [training]
    pretrain_epochs = 2
    batch_size = 4
    evaluate_every = 1
  )",
                      "tiny.toml");
}

/// Two epochs of that, then two rounds of Gumbel-softmax.
inline Recipe tiny_gan(const std::string& name = "gan") {
  const std::vector<std::string> overrides = {
      "strategy.name=gumbel-softmax",    "training.discriminator_pretrain_rounds=1",
      "training.discriminator_epochs=1", "training.adversarial_rounds=2",
      "training.evaluate_samples=8",     "discriminator.embedding_width=4",
      "discriminator.filter_widths=[2]", "discriminator.filter_counts=[4]"};
  return parse_recipe(format_recipe(tiny_recipe(name)), "tiny.toml", overrides);
}

inline std::filesystem::path write_lines(const std::filesystem::path& path,
                                         const std::vector<std::string>& lines) {
  std::ofstream out(path, std::ios::binary);
  for (const auto& line : lines) out << line << '\n';
  return path;
}

/// Sentences of two to four words.
inline std::vector<std::string> small_text() {
  std::vector<std::string> lines;
  for (const char* who : {"we", "you", "they"}) {
    for (const char* what : {"read", "write"}) {
      for (const char* which : {"", " a book", " letters", " a letter"}) {
        lines.push_back(std::string(who) + ' ' + what + which);
      }
    }
  }
  return lines;
}

/// A run in FOLDER/run, trained to its end.
inline RunDirectory trained_run(const std::filesystem::path& folder, const Recipe& recipe,
                                const PreparedData& data, uint64_t seed = 3) {
  RunDirectory run = RunDirectory::create(
      folder / "run",
      {.recipe = recipe,
       .seed = seed,
       .oracle = "",
       .tokenizer = data.tokenizer,
       .length = data.train.width,
       .labels = data.labels},
      {.train = data.train, .validation = data.validation, .sources = data.sources});
  TrainingObserver nobody;
  train_run(run, nobody);
  return run;
}

/// A trained run of text, and the folder that it lies in.
class SmallRun {
 public:
  explicit SmallRun(const std::string& tokenizer = "whitespace")
      : data(prepare_text({.corpus = write_lines(folder.path() / "text", small_text()).string(),
                           .validation_share = 0.25,
                           .tokenizer = tokenizer})),
        run(trained_run(folder.path(), tiny_recipe(), data)) {}

  const TemporaryFolder folder;
  const PreparedData data;
  const RunDirectory run;
};

/// A trained run of sentences with labels: the first words of small_text().
class LabelledRun {
 public:
  /// @param use  of the labels by the generator.
  explicit LabelledRun(const std::string& use = "separate")
      : data(prepare_text({.corpus = write_lines(folder.path() / "text", small_text()).string(),
                           .validation_share = 0.25,
                           .labels = write_lines(folder.path() / "labels", labels()).string(),
                           .tokenizer = "whitespace"})),
        run(trained_run(folder.path(), recipe(use), data)) {}

  static std::vector<std::string> labels() {
    std::vector<std::string> first_words;
    for (const std::string& line : small_text()) {
      first_words.push_back(line.substr(0, line.find(' ')));
    }
    return first_words;
  }

  /// Maximum likelihood of each label.
  static Recipe recipe(const std::string& use = "separate") {
    const std::vector<std::string> overrides = {"generator.labels=" + use,
                                                "training.pretrain_epochs=40",
                                                "optimizer.likelihood.learning_rate=0.05"};
    return parse_recipe(format_recipe(tiny_recipe("labelled")), "tiny.toml", overrides);
  }

  const TemporaryFolder folder;
  const PreparedData data;
  const RunDirectory run;
};

}  // namespace lingan::testing
