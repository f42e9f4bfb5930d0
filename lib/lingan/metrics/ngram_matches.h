/// The counts that every BLEU is computed from: clipped n-gram matches and lengths of each
/// hypothesis.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Longest n-gram that BLEU takes.
constexpr int kMaxOrder = 8;

/// Counts of H hypotheses for orders 1..N.
struct NgramMatches {
  int max_order = 0;             ///< N
  std::vector<int32_t> matches;  ///< [H, N]: sum over n-grams of min(count, maximum of a reference)
  std::vector<int32_t> lengths;  ///< [H], tokens
  std::vector<int32_t> reference_lengths;  ///< [H], length of the closest reference, the shorter of
                                           ///< two as close; 0 if there is no reference

  int64_t size() const { return static_cast<int64_t>(lengths.size()); }
  int32_t matched(int64_t hypothesis, int order) const {
    return matches[hypothesis * max_order + order - 1];
  }
  /// How many n-grams a hypothesis has.
  int32_t total(int64_t hypothesis, int order) const {
    return lengths[hypothesis] >= order ? lengths[hypothesis] - order + 1 : 0;
  }
};

/// Counts every hypothesis against all references.
/// Cost: linear in the tokens times max_order. The same for any number of threads.
/// @param max_order  longest n-gram, 1..8.
/// @throws UsageError if max_order is out of range, or there are more than 2^31 - 1 tokens.
NgramMatches match_ngrams(const SentenceList& hypotheses, const SentenceList& references,
                          int max_order);

/// Which references belong to which hypothesis: those with the same group number, >= 0.
struct ReferenceGroups {
  std::vector<int32_t> hypotheses;  ///< [hypotheses]
  std::vector<int32_t> references;  ///< [references]
};

/// Counts every hypothesis against the references of its own group, as in machine translation.
NgramMatches match_ngrams(const SentenceList& hypotheses, const SentenceList& references,
                          const ReferenceGroups& groups, int max_order);

/// Counts every sentence against all the others of the list (leave-one-out), as Self-BLEU needs.
NgramMatches match_others(const SentenceList& sentences, int max_order);

}  // namespace lingan::metrics
