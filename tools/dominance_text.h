/// Where frontiers lie above and below each other, in words.
#pragma once

#include <string>

#include <lingan/run/comparison/verdict.h>

namespace lingan::tools {

/// A line for each recipe, start or control, and pair with diversity: the ranges in which the
/// recipe's frontier is above or below with every seed.
std::string dominance_text(const Verdict& verdict);

}  // namespace lingan::tools
