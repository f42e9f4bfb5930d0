/// Words and signs of one line of a grammar file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lingan {

/// A place in a grammar file; line and column count from 1, columns in bytes.
struct GrammarPlace {
  int32_t line = 0;
  int32_t column = 0;
};

/// One token of a line.
struct GrammarToken {
  enum class Kind { kNonterminal, kTerminal, kArrow, kBar, kWeight, kDirective };
  Kind kind;
  std::string text;  ///< the name, the terminal's text, the number, the directive without `%`
  GrammarPlace place;
};

/// Splits a line of valid UTF-8 into tokens; a comment ends it.
/// @param where  the file's name.
/// @throws InputError for an unclosed quote or weight, an unknown sign, a terminal that is too
/// long.
std::vector<GrammarToken> lex_grammar_line(std::string_view line, int32_t number,
                                           const std::string& where);

/// Throws InputError "where:line:column: message".
[[noreturn]] void fail_grammar(const std::string& where, GrammarPlace place,
                               const std::string& message);

}  // namespace lingan
