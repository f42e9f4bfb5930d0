/// Which options `lingan eval` takes in which mode.
#pragma once

#include "tools/eval.h"
#include "tools/option_modes.h"

namespace lingan::tools {

/// @param options  as all that was added to the command, must outlive the rules.
OptionModes eval_modes(const EvalOptions& options);

/// Whether the vectors that a metric asks for are those of an LSTM that learns the references.
bool learns_vectors(const EvalOptions& options);

}  // namespace lingan::tools
