/// What is wrong with a command line that the parser refused.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace lingan::tools {

/// One line that names what was not understood, the nearest command or option if one is near, and
/// the command's help; for CLI::App::failure_message.
std::string usage_message(const CLI::App* program, const CLI::Error& error);

}  // namespace lingan::tools
