/// What chrF's n-grams are made of.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include <lingan/metrics/chrf.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

constexpr int kChrfCharacterOrder = 6;  ///< longest n-gram of characters

/// Characters, or words, as ids.
struct ChrfUnits {
  int max_order;
  SentenceList hypotheses = {};
  SentenceList references = {};
};

/// Characters but for white space; the id of one is its number.
ChrfUnits chrf_characters(const ChrfSentences& sentences);

/// Words, by chrf_words().
ChrfUnits chrf_words_of(const ChrfSentences& sentences, int word_order);

/// The words of a line as chrF++ takes them: between white space, with ASCII punctuation at the end
/// of a word, or else at its start, apart; one character, as `(hi)` becomes `(hi` and `)`.
/// @param line  valid UTF-8.
std::vector<std::string_view> chrf_words(std::string_view line);

/// How many n-grams a sentence of so many units has.
inline int32_t ngrams_of(int64_t length, int order) {
  return static_cast<int32_t>(std::max<int64_t>(length - order + 1, 0));
}

}  // namespace lingan::metrics
