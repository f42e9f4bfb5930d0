/// Lines of words as a language model takes them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <lingan/metrics/language_model/ngram_model.h>
#include <lingan/metrics/sentence_list.h>
#include <lingan/metrics/word_interner.h>
#include <lingan/text/corpus/corpus.h>

namespace lingan::metrics {

/// What is done about `<s>`, `</s>` and `<unk>` in a text.
enum class SpecialSymbols {
  kRefuse,  ///< an error
  kSkip,    ///< they are left out, as by lmplz --skip_symbols
};

/// The words between spaces, tabs and carriage returns, as lmplz has them: other white space is
/// part of a word.
std::vector<std::string_view> split_words(std::string_view line);

/// A text as numbers.
struct WordText {
  SentenceList sentences;  ///< one a line, empty ones too
  WordInterner words;      ///< the special ones first, then in the order of the text
};

/// Reads a text to learn a model from; takes 4 bytes for each word and what the different ones
/// take.
/// @throws InputError naming file and line, as CorpusLines and for symbols under kRefuse; if there
/// is no line.
WordText read_word_text(CorpusLines& lines, SpecialSymbols symbols);

}  // namespace lingan::metrics
