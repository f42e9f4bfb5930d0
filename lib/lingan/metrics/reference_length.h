/// The length of the reference that is closest in length to a hypothesis, for BLEU's brevity
/// penalty.
///
/// Source: Papineni et al. 2002, sec. 2.2.2 ("best match length"); of two as close the shorter is
/// taken, as NLTK and sacreBLEU do.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// [hypotheses], over all references; 0 where there is no reference.
std::vector<int32_t> closest_reference_lengths(const SentenceList& hypotheses,
                                               const SentenceList& references);

/// [hypotheses], over the references of the hypothesis' group; 0 where it has none.
std::vector<int32_t> closest_reference_lengths(const SentenceList& hypotheses,
                                               const SentenceList& references,
                                               const ReferenceGroups& groups);

/// [sentences], over all other sentences of the list; 0 where there is no other.
std::vector<int32_t> closest_other_lengths(const SentenceList& sentences);

}  // namespace lingan::metrics
