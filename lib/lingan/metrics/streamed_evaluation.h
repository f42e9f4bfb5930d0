/// Evaluation of text that need not fit in memory: what is a function of sums over lines is added
/// up block by block.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <lingan/metrics/evaluation.h>

namespace lingan::metrics {

/// Gives the next lines of all texts; nothing at the end.
using TextBlocks = std::function<std::optional<EvaluationTexts>()>;

/// Whether every metric is named and is such a function (MetricCard::corpus_score), and the
/// protocol compares line with line.
/// @throws UsageError for an unknown name.
bool can_stream(const EvaluationOptions& options);

/// The values that evaluate() gives for all texts at once.
/// @param options  for which can_stream().
/// @param tokenizer  as of split_texts().
/// @throws InputError if there is no line; UsageError as evaluate() does.
std::vector<MetricValue> evaluate_stream(const TextBlocks& next_block, const std::string& tokenizer,
                                         EvaluationOptions options);

}  // namespace lingan::metrics
