/// Diversity and memorization of a sample, by exact comparison of n-grams and sentences.
#pragma once

#include <vector>

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Distinct-n: different n-grams over all n-grams of the sample, 0..1; higher is more diverse. It
/// falls as the sample grows: compare samples of one size.
/// Source: Li et al. 2016, "A diversity-promoting objective function", sec. 5.
/// @param order  n, 1..8.  @throws UsageError for another one; NoValue if there is no n-gram.
double distinct_ngrams(const SentenceList& sentences, int order);

/// Share of different sentences in the sample, 0..1; higher is more diverse.
/// @throws UsageError if there is no sentence.
double unique_share(const SentenceList& sentences);

/// Share of the sample's sentences that the training text does not have word for word, 0..1; higher
/// is less memorized.  @throws UsageError if there is no sentence.
double novelty(const SentenceList& sentences, const SentenceList& training);

/// [sentences]: 1 for one that the training text does not have, else 0.
std::vector<int32_t> novel_sentences(const SentenceList& sentences, const SentenceList& training);

}  // namespace lingan::metrics
