/// What `lingan label` is asked for.
#pragma once

#include <string>

#include "tools/machine_options.h"

namespace lingan::tools {

struct LabelOptions {
  std::string run;              ///< folder
  std::string sentences = "-";  ///< file, one sentence a line
  MachineOptions machine;
};

/// Prints the label that the run's discriminator tells of each sentence, and its probability.
void label(const LabelOptions& options);

}  // namespace lingan::tools
