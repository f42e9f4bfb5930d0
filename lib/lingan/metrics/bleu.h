/// BLEU as NLTK 3.10.4 computes it, from n-gram counts.
///
/// Source: Papineni et al. 2002, "BLEU: a method for automatic evaluation of machine translation";
/// BLEU = BP * exp(sum_n w_n ln p_n), BP = 1 if c > r, else exp(1 - r / c).
/// Values are fractions; higher is better (for Self-BLEU: less diverse). A hypothesis that shares
/// no word with its references scores 0 under any smoothing, as does an empty one.
#pragma once

#include <span>
#include <vector>

#include <lingan/metrics/bleu_smoothing.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {

/// Which BLEU.
struct BleuOptions {
  std::vector<double> weights = {0.25, 0.25, 0.25,
                                 0.25};  ///< w_1..w_N, N = 1..8; BLEU-n: n times 1/n
  Smoothing smoothing = Smoothing::kEpsilon;
};

/// n equal weights that add up to 1, with epsilon smoothing unless another is given.
BleuOptions bleu_of_order(int order, Smoothing smoothing = Smoothing::kEpsilon);

/// The order up to which options need counts: their own, or 5 for smoothings 5 and 7.
int counts_needed(const BleuOptions& options);

/// BLEU of every hypothesis: [hypotheses]. NaN where smoothing 6 is undefined (NLTK raises there):
/// some match, but none of order 3, or fewer than 3 weights.
/// @throws UsageError if the counts end below counts_needed(options).
std::vector<double> sentence_bleu(const NgramMatches& counts, const BleuOptions& options);

/// Mean of sentence_bleu over the hypotheses: what text-GAN papers call BLEU.
/// @throws UsageError if there is no hypothesis, or smoothing 6 is undefined for one of them.
double mean_sentence_bleu(const NgramMatches& counts, const BleuOptions& options);

/// BLEU of the hypotheses as one corpus: counts and lengths are added up first.
/// @throws UsageError for smoothings 5 and 7, for which NLTK's corpus value depends on the order of
/// the hypotheses, for 6, and if the counts end below counts_needed(options).
double corpus_bleu(const NgramMatches& counts, const BleuOptions& options);

/// The same as a function of sums over the hypotheses.  @throws as corpus_bleu.
SentenceSums corpus_bleu_sums(const NgramMatches& counts, const BleuOptions& options);

}  // namespace lingan::metrics
