/// How to get what an installation lacks for a CUDA device.
#pragma once

#include <string>

#include <lingan/engine/missing_cuda.h>

namespace lingan::tools {

/// The error's message, and how to repair what it says.
std::string with_repair(const engine::MissingCuda& error);

}  // namespace lingan::tools
