/// Distance between the lengths of two lists of sentences.
#pragma once

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Wasserstein-1 distance between the distributions of lengths, in tokens, >= 0: by how many tokens
/// hypotheses must grow or shrink, on average, to have the lengths of the references. Lower is
/// better.
/// Agrees with scipy.stats.wasserstein_distance to 1e-12.
/// @throws UsageError if a list has no sentence.
double length_distance(const SentenceList& hypotheses, const SentenceList& references);

}  // namespace lingan::metrics
