#include <lingan/metrics/language_model/word_text.h>

#include <string>

#include <lingan/base/error.h>
#include <lingan/base/progress.h>
#include <lingan/metrics/language_model/arpa.h>
#include <lingan/text/corpus/line_check.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kLinesOfProgress = 4096;

}  // namespace

std::vector<std::string_view> split_words(std::string_view line) {
  std::vector<std::string_view> words;
  for_each_word(line, [&words](std::string_view word) { words.push_back(word); });
  return words;
}

WordText read_word_text(CorpusLines& lines, SpecialSymbols symbols) {
  WordText text{{}, special_words()};
  SentenceList& sentences = text.sentences;
  Progress progress("reading " + lines.name(), 0, "lines");
  while (const auto line = lines.next()) {
    for_each_word(*line, [&](std::string_view word) {
      const int32_t id = text.words.id(word);
      if (id >= kFirstWord) return sentences.ids.push_back(id);
      if (symbols == SpecialSymbols::kSkip) return;
      throw InputError(std::string(word) +
                           " is a symbol of the model's own and no word; take it out, or set "
                           "`skip_symbols`",
                       line_place(lines.name(), lines.lines()));
    });
    sentences.offsets.push_back(sentences.tokens());
    if (lines.lines() % kLinesOfProgress == 0) progress.update(lines.lines());
  }
  if (sentences.size() == 0) throw InputError("no text to learn a model from", lines.name());
  return text;
}

}  // namespace lingan::metrics
