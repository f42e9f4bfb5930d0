/// Zipf slope of a sample's words.
#pragma once

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Slope of the least-squares line of ln(frequency) on ln(rank) over the different tokens, the most
/// frequent of rank 1: -1 where frequency falls as one over rank, 0 where all are as frequent.
/// Neither way is better: compare it with that of real text, of as many sentences.
/// Source: Zipf 1935; Holtzman et al. 2020 (arXiv:1904.09751) use its negative. Agrees
/// with scipy.stats.linregress to 1e-10.
/// @throws NoValue if there are fewer than two different tokens.
double zipf_slope(const SentenceList& sentences);

}  // namespace lingan::metrics
