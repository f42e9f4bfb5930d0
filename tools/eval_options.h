/// The options of `lingan eval`.
#pragma once

#include <CLI/CLI.hpp>

#include "tools/eval.h"

namespace lingan::tools {

/// @param options  must live as long as the command.
void add_eval_options(CLI::App& command, EvalOptions& options);

}  // namespace lingan::tools
