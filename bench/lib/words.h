/// Text of words for programs that measure metrics.
#pragma once

#include <string>
#include <vector>

#include <lingan/metrics/sentence_list.h>
#include <lingan/metrics/word_interner.h>

namespace lingan::bench {

using Words = std::vector<std::string>;

/// The sentences of a file, one a line, words between white space. Ends the program if there is
/// none.
std::vector<Words> read_words(const char* path);

/// Sentences in the words' numbering.
metrics::SentenceList intern(const std::vector<Words>& sentences, metrics::WordInterner& words);

}  // namespace lingan::bench
