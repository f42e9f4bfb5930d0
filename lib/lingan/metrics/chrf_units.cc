#include <lingan/metrics/chrf_units.h>

#include <unicode/utf8.h>

#include <lingan/base/utf8.h>
#include <lingan/metrics/word_interner.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan::metrics {
namespace {

bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

// Characters without white space; the id of a character is its number.
void append_characters(std::string_view line, SentenceList& list) {
  for (const std::string_view word : split_whitespace(line)) {
    for (size_t at = 0; at < word.size();) {
      UChar32 character;
      U8_NEXT_OR_FFFD(word.data(), at, word.size(), character);
      list.ids.push_back(character);
    }
  }
  list.offsets.push_back(list.tokens());
}

}  // namespace

ChrfUnits chrf_characters(const ChrfSentences& sentences) {
  ChrfUnits units{.max_order = kChrfCharacterOrder};
  for (const auto& line : sentences.hypotheses) append_characters(line, units.hypotheses);
  for (const auto& line : sentences.references) append_characters(line, units.references);
  return units;
}

ChrfUnits chrf_words_of(const ChrfSentences& sentences, int word_order) {
  ChrfUnits units{.max_order = word_order};
  WordInterner interner;
  const auto append = [&interner](std::string_view line, SentenceList& list) {
    for (const auto word : chrf_words(line)) list.ids.push_back(interner.id(word));
    list.offsets.push_back(list.tokens());
  };
  for (const auto& line : sentences.hypotheses) append(line, units.hypotheses);
  for (const auto& line : sentences.references) append(line, units.references);
  return units;
}

std::vector<std::string_view> chrf_words(std::string_view line) {
  std::vector<std::string_view> words;
  for (const std::string_view word : split_whitespace(line)) {
    const bool is_one = bytes_by_lead(word.front()) == word.size();
    if (!is_one && is_ascii_punctuation(word.back())) {
      words.insert(words.end(), {word.substr(0, word.size() - 1), word.substr(word.size() - 1)});
    } else if (!is_one && is_ascii_punctuation(word.front())) {
      words.insert(words.end(), {word.substr(0, 1), word.substr(1)});
    } else {
      words.push_back(word);
    }
  }
  return words;
}

}  // namespace lingan::metrics
