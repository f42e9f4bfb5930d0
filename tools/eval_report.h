/// How metric values are written: an aligned table for people, JSON for programs.
#pragma once

#include <string>
#include <vector>

#include <lingan/metrics/evaluation.h>

namespace lingan::tools {

/// One line per value: name, `^` if higher is better or `v` if lower is, value or `-`, what stands
/// beside it (metrics/yardsticks; then the first line has titles), what it is.
/// @param colour  dims what is not a number, by ANSI escapes.
std::string format_metric_table(const std::vector<metrics::MetricValue>& values, bool colour);

/// `NAME|SIGNATURE`, a line for each value that has one.
std::string format_signatures(const std::vector<metrics::MetricValue>& values);

/// One object, names as keys, values as numbers with all their digits or null, and a newline. What
/// there is to say about some of them is in the object `notes`, by name; what the values
/// depend on, in the object `signatures`; what stands beside the values, in the objects
/// `intervals`, `anchors` and `gaps`; what there is to say about the inputs, in the list `notices`
/// (tools/notices.h).
std::string format_metric_json(const std::vector<metrics::MetricValue>& values,
                               const std::vector<std::string>& notices);

/// A line for each different note, with the names of the metrics that it is about.
std::string format_metric_notes(const std::vector<metrics::MetricValue>& values);

}  // namespace lingan::tools
