/// Word vectors out of files in the usual text formats.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/base/input.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan {

/// Vectors of some tokens of a vocabulary.
struct WordVectors {
  int64_t width = 0;          ///< E
  std::vector<int32_t> ids;   ///< [K], each once, in the file's order
  std::vector<float> values;  ///< [K, E]
};

/// Reads a line for each word: the word, then E numbers, with blanks between them. word2vec's text
/// format and fastText's .vec begin with a line of two numbers, how many words there are and E;
/// GloVe's has none. Words that the tokenizer does not have are left out, of a word that stands
/// there twice the first line is taken. Malformed UTF-8 is replaced: the word is then not known.
/// @throws IoError; InputError naming file and line if a line is malformed, if it has another width
/// than the first line says, a number above 1e6 or, for a word of the tokenizer, zeros alone; if
/// the file ends before the words that its first line promises, or if there is none.
WordVectors read_word_vectors(const RereadableInput& input, const Tokenizer& tokenizer);

}  // namespace lingan
