/// How a comparison is written: an aligned table for people, tab-separated and JSON for programs.
#pragma once

#include <string>

#include <lingan/run/comparison.h>

namespace lingan::tools {

/// Metrics as rows, recipes as columns, mean +- standard deviation over seeds; the best mean of a
/// row is marked with `*`.
/// @param colour  shows the best in bold instead, by ANSI escapes, beside the mark.
std::string format_comparison_table(const Comparison& comparison, bool colour);

/// One line a recipe, seed and metric: recipe, strategy, seed, metric, value.
std::string format_comparison_tsv(const Comparison& comparison);

/// One object: the metric order, and every recipe with its values per seed.
std::string format_comparison_json(const Comparison& comparison);

}  // namespace lingan::tools
