/// What `lingan encode` is asked for.
#pragma once

#include <cstdint>
#include <string>

#include "tools/machine_options.h"

namespace lingan::tools {

struct EncodeOptions {
  std::string run;          ///< folder
  std::string input = "-";  ///< file, one sentence a line; `-`: stdin
  bool bits = false;        ///< print signs, not numbers
  std::string labels;       ///< file, the label of each sentence; empty: codes are printed
  int64_t nearest = 10;     ///< K of precision@K, with labels
  MachineOptions machine;
};

/// Prints the sentences' codes by the run's encoder, or how well they find sentences of one label.
void encode(const EncodeOptions& options);

}  // namespace lingan::tools
