/// How much of the references' n-grams a sample has.
#pragma once

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Share of the references' different n-grams that some hypothesis has, 0..1; higher covers more.
/// It grows with the sample: compare samples of one size.
/// @param order  n, 1..8.
/// @throws UsageError for another one; NoValue if the references have no n-gram.
double ngram_coverage(const SentenceList& hypotheses, const SentenceList& references, int order);

}  // namespace lingan::metrics
