/// A comparison as an aligned table for people.
#pragma once

#include <string>

#include <lingan/run/comparison/comparison.h>

namespace lingan::tools {

/// Of which phase and step the weights are, and by which figure they were chosen.
std::string describe(const WeightsOrigin& weights);

/// Mean +- standard deviation over seeds of every metric; the best mean is marked with `*`. Few
/// recipes are columns, and the metrics rows; many are rows, a line each.
/// @param colour  shows the best in bold instead, by ANSI escapes, beside the mark.
std::string format_comparison_table(const Comparison& comparison, bool colour);

}  // namespace lingan::tools
