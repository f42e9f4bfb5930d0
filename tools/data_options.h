/// Options about training data that `train` and `compare` share: --corpus, --oracle, --tokenizer,
/// ...
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <lingan/run/data/prepared_data.h>

#include "tools/distinct_files.h"
#include "tools/option_modes.h"

namespace lingan::tools {

struct DataOptions {
  TextSource text;
  OracleSource oracle;
  std::string bad_text = "error";
  std::string pairs;  ///< file, a query and an item a line, in place of `text.corpus`; empty: none

  void add_to(CLI::App& command);

  /// --pairs, and which of the others have an effect beside it: of commands that train one run.
  void add_pairs_to(CLI::App& command);
  void add_pairs_rules(OptionModes& modes) const;
  /// Puts what --pairs stands for into `text`.
  void take_pairs();

  /// Which of them have an effect with which: text or an oracle, what is learnt from the text.
  void add_rules(OptionModes& modes) const;

  /// What they name to be read.
  std::vector<NamedFile> inputs() const;
};

}  // namespace lingan::tools
