/// MS-Jaccard: how similar the n-gram frequencies of two lists of sentences are.
#pragma once

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Geometric mean over n = 1..order of J_n = sum min(h, r) / sum max(h, r), where h and r are how
/// often hypotheses and references have an n-gram, for each of their sentences; the sums run over
/// all n-grams that either has. 0..1; higher is better, and both too common and too rare n-grams
/// make it lower.
/// Source: Montahaei et al. 2019 (arXiv:1904.03971); agrees with the authors' program
/// (TextGenerationEvaluationMetrics) to 1e-12.
/// @param order  1..8.
/// @throws UsageError for another one; NoValue if no sentence of either list has `order` tokens.
double ms_jaccard(const SentenceList& hypotheses, const SentenceList& references, int order);

}  // namespace lingan::metrics
