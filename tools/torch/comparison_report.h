/// How a comparison is written: tab-separated and JSON for programs, in sentences for people.
#pragma once

#include <string>
#include <vector>

#include <lingan/run/comparison/comparison.h>

namespace lingan::tools {

/// One line a recipe, seed and metric: recipe, strategy, seed, metric, value. The recipes of
/// starts, controls and resampled starts are RECIPE.start, RECIPE.control and RECIPE.resampled; a
/// metric at another temperature or top-p than 1 is METRIC@TEMPERATURE or METRIC@top-p:P.
std::string format_comparison_tsv(const Comparison& comparison);

/// One object: the metric order, every recipe with its values per seed (null: there is none), and
/// why there is none in its object `notes`; in `runs` each run, starts, controls and resampled
/// starts, too, at all values of what is swept; what was read and left out of the text in the
/// object `text`, and the notices.
/// @param text  null: the sentences are an oracle's.
/// @param notices  of the data (tools/notices.h).
std::string format_comparison_json(const Comparison& comparison, const CorpusReport* text,
                                   const std::vector<std::string>& notices);

/// Who gained over their start and their control (tools/verdict_report.h), after an empty line;
/// empty if no run has either. The JSON report has it as `verdict`.
std::string format_comparison_verdict(const Comparison& comparison);

/// A line for each note, with the recipe and the metric that it is about.
std::string format_comparison_notes(const Comparison& comparison);

}  // namespace lingan::tools
