/// Interpolated modified Kneser-Ney smoothing, as KenLM's lmplz estimates it.
#pragma once

#include <vector>

#include <lingan/metrics/language_model/discounts.h>
#include <lingan/metrics/language_model/ngram_model.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

constexpr int kMaxModelOrder = 6;

struct KneserNeyOptions {
  int order = 5;  ///< longest n-gram, 1..kMaxModelOrder
  /// An order whose discounts the text does not give takes kFallbackDiscounts; else it is an error.
  bool discount_fallback = false;
};

/// A model of the sentences: p(w | h) = (a(hw) - D(a(hw))) / A(h) + gamma(h) p(w | h without its
/// first word), where a is the adjusted count (ngram_counts.h), A(h) the sum of a(hw) over w, and
/// gamma(h) the sum of the discounts over A(h). Unigrams are interpolated with 1 / (vocabulary
/// without `<s>`), which gives `<unk>` its probability. No n-gram is left out.
/// Source: Chen and Goodman 1998, section 3; Heafield et al. 2013, "Scalable modified Kneser-Ney
/// language model estimation"; equal to lmplz of kenlm 0.3.0 to the rounding of single precision,
/// but that a probability or back-off of 0, which lmplz writes as -inf, is 10^-99.
///
/// Linear in the tokens, on all threads; the result does not depend on their number. Takes at most
/// about 40 bytes for every token and 50 for every different n-gram, all in memory.
/// @param sentences  ids of words, kFirstWord..vocabulary_size - 1, without marks; a sentence may
/// be
///                   empty. lmplz numbers words as they come, and of two numberings of one text it
///                   may give slightly different models: its discounts count the last n-gram of
///                   each order by its occurrences.
/// @throws UsageError for an order out of range, or as adjusted_counts; InputError if there are no
/// sentences, or as estimate_discounts.
NgramModel estimate_kneser_ney(const SentenceList& sentences, int32_t vocabulary_size,
                               const KneserNeyOptions& options);

}  // namespace lingan::metrics
