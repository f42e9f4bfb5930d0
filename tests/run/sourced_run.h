/// A trained run of sentences with sources, for the tests of this room.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/run/small_run.h"

namespace lingan::testing {

/// Sentences of three letters; the source of each is the same letters from the last to the first.
class SourcedRun {
 public:
  SourcedRun()
      : data(prepare_text({.corpus = write_lines(folder.path() / "text", sentences()).string(),
                           .validation_share = 0.1,
                           .sources = write_lines(folder.path() / "sources", sources()).string(),
                           .tokenizer = "whitespace"})),
        run(trained_run(folder.path(), recipe(), data)) {}

  static std::vector<std::string> sentences() {
    constexpr std::string_view kLetters = "abcdefghijkl";
    std::vector<std::string> lines;
    for (const char one : kLetters) {
      for (const char two : kLetters) {
        for (const char three : kLetters) lines.push_back({one, ' ', two, ' ', three});
      }
    }
    return lines;
  }

  static std::string reversed(std::string line) {
    std::ranges::reverse(line);
    return line;
  }

  static std::vector<std::string> sources() {
    std::vector<std::string> lines;
    for (const std::string& line : sentences()) lines.push_back(reversed(line));
    return lines;
  }

  /// Maximum likelihood.
  static Recipe recipe(const std::string& name = "sourced") {
    return parse_recipe("name = \"" + name + "\"\n" + R"(
    [generator]
    embedding_width = 32
    hidden_width = 64
    source = "encoder"
    [optimizer.likelihood]
    learning_rate = 0.01
    schedule = "cosine"
    [training]
    pretrain_epochs = 20
    batch_size = 32
    evaluate_every = 1
  )",
                        "sourced.toml");
  }

  const TemporaryFolder folder;
  const PreparedData data;
  const RunDirectory run;
};

/// The run, trained once.
inline const SourcedRun& sourced_run() {
  static const SourcedRun kRun;
  return kRun;
}

}  // namespace lingan::testing
