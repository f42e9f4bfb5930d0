/// What `lingan fill` is asked for.
#pragma once

#include <string>

#include <lingan/run/evaluation/fill_request.h>

#include "tools/machine_options.h"

namespace lingan::tools {

struct FillOptions {
  std::string run;         ///< folder
  std::string file = "-";  ///< sentences with holes, one a line
  FillRequest request;
  MachineOptions machine;
};

/// Prints the sentences, their holes filled.
void fill(const FillOptions& options);

}  // namespace lingan::tools
