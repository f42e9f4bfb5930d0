/// Entropy of the n-grams of a sample.
#pragma once

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// -sum p ln p, in nats, over the shares p of the different n-grams among all n-grams of the
/// sample: 0 where all are the same, ln(n-grams) where no two are; higher is more diverse. It grows
/// with the sample: compare samples of one size.
/// Source: Zhang et al. 2018 (arXiv:1809.05972), "Ent-n". Agrees with scipy.stats.entropy to 1e-12.
/// @param order  n, 1..8.  @throws UsageError for another one; NoValue if there is no n-gram.
double ngram_entropy(const SentenceList& sentences, int order);

}  // namespace lingan::metrics
