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
};

}  // namespace lingan::tools
