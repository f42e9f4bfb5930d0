/// The files of `lingan eval --hypotheses`.
#pragma once

#include <vector>

#include <lingan/metrics/streamed_evaluation.h>

#include "tools/eval.h"

namespace lingan::tools {

/// Whether the protocol compares line with line.
bool is_paired(const EvalOptions& options);

/// @throws UsageError if two options name one pipe.
void require_distinct_files(const EvalOptions& options);

/// Gives lines of the hypotheses and of all references of --protocol paired, block by block.
/// @throws InputError, when called, if the files end at different lines or the hypotheses have
/// none.
metrics::TextBlocks paired_blocks(const EvalOptions& options);

/// The texts of every file of hypotheses, one without hypotheses where no file is named, each with
/// the references and the training text.
/// @throws InputError if one of them has no line, or a file of references another number of lines
/// than the first under a paired protocol.
std::vector<metrics::EvaluationTexts> read_systems(const EvalOptions& options);

}  // namespace lingan::tools
