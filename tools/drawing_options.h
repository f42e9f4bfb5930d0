/// The options for how tokens are drawn.
#pragma once

#include <string>

#include <lingan/engine/rollouts/rollouts.h>

#include "tools/number_option.h"

namespace lingan::tools {

/// @param options  takes the values, as long as the command lives.
/// @param temperature  what --temperature means here.
inline void add_drawing_options(
    CLI::App& command, engine::SamplingOptions& options,
    const std::string& temperature = "Above 0; below 1 is safer, above 1 more varied") {
  add_number(command, "--temperature", options.temperature, temperature, {1e-6, 1e6});
  add_number(command, "--top-k", options.top_k, "Draw from the K likeliest tokens; 0: all",
             {0, 1 << 30});
  add_number(command, "--top-p", options.top_p,
             "Draw from the fewest tokens whose probability reaches P", {1e-6, 1.0});
}

}  // namespace lingan::tools
