/// Tokenizers trained from lines in memory.
#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan::testing {

/// A reader that yields these lines.
inline LineReader reader_of(std::vector<std::string> lines) {
  return [lines = std::move(lines), next = size_t{0}]() mutable -> std::optional<std::string> {
    if (next == lines.size()) return std::nullopt;
    return lines[next++];
  };
}

/// A tokenizer of a kind with default options but for its size.
inline std::unique_ptr<Tokenizer> train(const std::string& kind, std::vector<std::string> lines,
                                        int32_t size) {
  TokenizerOptions options;
  options.kind = kind;
  options.vocabulary_size = size;
  return train_tokenizer(options, reader_of(std::move(lines)));
}

/// The texts of a line's ids.
inline std::vector<std::string> pieces_of(const Tokenizer& tokenizer, const std::string& line) {
  std::vector<std::string> pieces;
  for (const int32_t id : tokenizer.encode(line)) pieces.push_back(tokenizer.piece(id));
  return pieces;
}

/// The words between white space: the 25 code points with the property White_Space in PropList.txt,
/// and the four at which Python's str.split splits, too.
inline std::vector<std::string> words_of(const std::string& text) {
  static const std::vector<std::string> kSpaces = {
      "\t",     "\n",     "\v",     "\f",     "\r",     " ",      "\u0085", "\u00A0",
      "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
      "\u2007", "\u2008", "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F",
      "\u3000", "\x1C",   "\x1D",   "\x1E",   "\x1F"};
  std::string plain = text;
  for (const auto& space : kSpaces) {
    for (size_t at = plain.find(space); at != std::string::npos; at = plain.find(space)) {
      if (space == " ") break;
      plain = plain.substr(0, at) + " " + plain.substr(at + space.size());
    }
  }
  std::istringstream stream(plain);
  std::vector<std::string> words;
  for (std::string word; std::getline(stream, word, ' ');) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

}  // namespace lingan::testing
