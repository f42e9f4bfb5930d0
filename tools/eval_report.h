/// How metric values are written: an aligned table for people, JSON for programs.
#pragma once

#include <string>
#include <vector>

#include <lingan/metrics/evaluation.h>

namespace lingan::tools {

/// One line per value: name, `^` if higher is better or `v` if lower is, value, what it is.
/// @param colour  dims what is not a number, by ANSI escapes.
std::string format_metric_table(const std::vector<metrics::MetricValue>& values, bool colour);

/// One object, names as keys, values as numbers with all their digits, and a newline.
std::string format_metric_json(const std::vector<metrics::MetricValue>& values);

}  // namespace lingan::tools
