/// The n-grams of a text with the adjusted counts that Kneser-Ney smoothing is made of.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/metrics/language_model/ngram_model.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

struct AdjustedCounts {
  NgramModel ngrams;             ///< which there are; without probabilities and back-offs
  std::vector<uint32_t> counts;  ///< [all n-grams], adjusted

  /// The last n-gram of an order, and how often the text has it.
  struct Last {
    uint32_t ngram;
    uint32_t raw_count;
  };
  /// Of orders 1, 2, ..., at most order - 1: the last n-gram where n-grams are sorted by their last
  /// word, then by the one before it, and so on. Ends with the first that begins with `<s>`.
  std::vector<Last> last = {};
};

/// Counts the n-grams up to an order in sentences between `<s>` and `</s>`. The adjusted count of
/// one that begins with `<s>` or has the highest order is how often the text has it; of another,
/// how many different words stand before it (Kneser and Ney 1995; Chen and Goodman 1998, sec. 3).
/// `<unk>` and `<s>` themselves have none. Linear in the tokens, on all threads; takes about 40
/// bytes for every token, and up to 40 for every different n-gram.
/// @param sentences  ids of words, kFirstWord..vocabulary_size - 1; without marks.
/// @param order  1 or more.
/// @throws UsageError if there are more than 2^31 - 1 tokens with the marks, or 2^32 - 2 n-grams.
AdjustedCounts adjusted_counts(const SentenceList& sentences, int32_t vocabulary_size, int order);

}  // namespace lingan::metrics
