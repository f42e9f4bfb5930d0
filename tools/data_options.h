/// Options about training data that `train` and `compare` share: --corpus, --oracle, --tokenizer,
/// ...
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include <lingan/run/prepared_data.h>

namespace lingan::tools {

struct DataOptions {
  TextSource text;
  OracleSource oracle;
  std::string bad_text = "error";

  void add_to(CLI::App& command);
  /// Whether the user named a corpus or an oracle.
  bool given() const { return !text.corpus.empty() || !oracle.oracle.empty(); }
  /// Reads the corpus or samples the oracle, and says on stderr what was read unless quiet.
  PreparedData prepare(uint64_t seed, bool quiet);
};

}  // namespace lingan::tools
