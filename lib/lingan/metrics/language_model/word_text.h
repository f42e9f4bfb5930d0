/// Lines of words as a language model takes them.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include <lingan/metrics/language_model/ngram_model.h>
#include <lingan/metrics/sentence_list.h>
#include <lingan/metrics/word_interner.h>
#include <lingan/text/corpus/corpus_lines.h>

namespace lingan::metrics {

/// What is done about `<s>`, `</s>` and `<unk>` in a text.
enum class SpecialSymbols {
  kRefuse,  ///< an error
  kSkip,    ///< they are left out, as by lmplz --skip_symbols
};

/// Calls add(word) for each word of a line: what stands between spaces, tabs and carriage returns,
/// as lmplz has it. Other white space is part of a word.
template <typename Add>
void for_each_word(std::string_view line, const Add& add) {
  const auto is_blank = [](char byte) { return byte == ' ' || byte == '\t' || byte == '\r'; };
  const char* at = line.data();
  const char* const end = at + line.size();
  while (true) {
    at = std::find_if_not(at, end, is_blank);
    if (at == end) return;
    const char* const stop = std::find_if(at, end, is_blank);
    add(std::string_view(at, static_cast<size_t>(stop - at)));
    at = stop;
  }
}

/// Those words.
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
