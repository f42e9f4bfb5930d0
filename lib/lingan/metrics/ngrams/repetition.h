/// Repetition within sentences.
#pragma once

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Share of all n-grams that stand in their sentence for a second or later time, 0..1: one minus
/// the sentences' different n-grams, added up, over all their n-grams. Every n-gram weighs the
/// same: long sentences weigh more. Lower is less repetitive.
/// @param order  n, 1..8.  @throws UsageError for another one; NoValue if there is no n-gram.
double repetition(const SentenceList& sentences, int order);

/// Mean over the sentences with n tokens or more of the share of the sentence's n-grams that stand
/// in it for a second or later time, 0..1; every sentence weighs the same. Lower is less
/// repetitive.
/// Source: Welleck et al. 2020 (arXiv:1908.04319), "seq-rep-n".
/// @param order  n, 1..8.  @throws as repetition.
double sentence_repetition(const SentenceList& sentences, int order);

}  // namespace lingan::metrics
