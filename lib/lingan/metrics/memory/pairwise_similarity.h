/// How similar the sentences of a sample are, as wholes: mode collapse in sight.
#pragma once

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// The mean over all pairs of sentences of 1 - d / l, where d is their edit distance in tokens
/// (Levenshtein) and l the longer one's length: 0..1, and 1 where all are equal; two empty
/// sentences are equal. Text has the part that structural similarity has for images in Odena et al.
/// 2017 (AC-GAN), sec. 4.2: above real text's, samples are too similar. Agrees exactly with
/// rapidfuzz's normalized_similarity over lists of tokens, averaged. Threads share the sentences.
/// @throws UsageError if there is no sentence; NoValue if there is one alone.
double mean_pairwise_similarity(const SentenceList& sentences);

}  // namespace lingan::metrics
