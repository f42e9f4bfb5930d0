/// Where `lingan eval` takes vectors of sentences from.
#pragma once

#include <lingan/metrics/evaluation_text.h>

#include "tools/eval.h"

namespace lingan::tools {

/// @throws UsageError unless all that belongs together is given.
void require_whole_pairs(const EvalOptions& options);

/// The vectors in files or of an encoder command; nothing where neither is given.
/// @param texts  what an encoder reads; files have a vector for each of its lines, where there are
/// some.
/// @throws InputError, naming the file or the command, for malformed vectors and for those that do
/// not fit together; IoError.
std::optional<metrics::VectorPair> vectors_of(const EvalOptions& options,
                                              const metrics::EvaluationTexts& texts);

}  // namespace lingan::tools
