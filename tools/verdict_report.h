/// How a verdict is written: a table for people, JSON for programs.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include <lingan/run/comparison/verdict.h>

namespace lingan::tools {

/// A line for each recipe and pair of metrics, gain over control first, what the discriminators
/// could teach, where the frontiers lie, and the verdict in words below, in lines of at most 100
/// columns. Empty without gains and recipes.
std::string format_verdict(const Verdict& verdict);

/// All numbers; what does not exist is null.
nlohmann::ordered_json verdict_json(const Verdict& verdict);

}  // namespace lingan::tools
