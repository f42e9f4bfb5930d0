/// Back-off n-gram models in the ARPA format, as KenLM, SRILM and IRSTLM read and write it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <string>
#include <string_view>

#include <lingan/metrics/language_model/ngram_model.h>
#include <lingan/metrics/word_interner.h>
#include <lingan/text/corpus/corpus_lines.h>

namespace lingan::metrics {

/// A model and the words of its numbers.
struct WordModel {
  NgramModel ngrams;
  WordInterner words;  ///< the special ones first
};

/// Words with none but the special ones.
WordInterner special_words();

/// Gives `write` the text of a model, piece by piece.
void write_arpa(const WordModel& model, const std::function<void(std::string_view)>& write);

/// Reads a model. Words are joined by spaces or tabs; `<UNK>` is `<unk>`, which gets 10^-100 if it
/// is not there, both as KenLM. Lines before `\data\` are blank or begin with `#`. Takes memory for
/// the n-grams that are there, whatever the header says.
/// @param path  of an input (base/input.h).
/// @throws IoError, UsageError as open_input; InputError naming file and line for what is
/// malformed: numbers, counts that do not fit, an n-gram that comes twice, has a word that is no
/// unigram, or whose context is missing; a file without `<s>` or `</s>`, or one that is cut.
WordModel read_arpa(const std::filesystem::path& path, BadText bad_text = BadText::kError);
/// The same over a stream; `name` is used in messages.
WordModel read_arpa(std::istream& stream, const std::string& name);

}  // namespace lingan::metrics
