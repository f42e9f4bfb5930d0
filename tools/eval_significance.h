/// `lingan eval --significance`: several systems on the same sentences.
#pragma once

#include <string>
#include <vector>

#include <lingan/metrics/significance/compare_systems.h>

#include "tools/eval.h"

namespace lingan::tools {

/// Measures the systems of --hypotheses, tests each against the first, and prints what came of it.
void eval_significance(const EvalOptions& options);

/// A block for each metric: a line for each system with its score, mean and interval of the
/// bootstrap, p and Holm's p.
/// @param names  of the systems.
std::string format_comparison_table(const std::vector<metrics::SystemComparison>& comparisons,
                                    const std::vector<std::string>& names);

/// `{"systems": [{"system": NAME, METRIC: {"score": x, "mean": x, "interval": x, "p": x, "p_holm":
/// x}, ..}, ..], "signatures": {METRIC: ..}}`, with the keys that there are, and `notices` as in
/// every report.
std::string format_comparison_json(const std::vector<metrics::SystemComparison>& comparisons,
                                   const std::vector<std::string>& names,
                                   const std::vector<std::string>& notices);

}  // namespace lingan::tools
