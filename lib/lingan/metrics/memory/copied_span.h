/// How long the passages are that a sample takes over from the training text.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// [hypotheses]: tokens of the longest run of consecutive tokens that also stands in one of the
/// training sentences, 0..length. Exact; time linear in the tokens of both.
/// @throws UsageError if the hypotheses have more than 2^29 tokens.
std::vector<int32_t> copied_spans(const SentenceList& hypotheses, const SentenceList& training);

/// Their mean, in tokens; lower is less memorized. Real held-out text has copied spans, too:
/// compare.  @throws UsageError as copied_spans, and if there is no hypothesis.
double mean_copied_span(const SentenceList& hypotheses, const SentenceList& training);

}  // namespace lingan::metrics
