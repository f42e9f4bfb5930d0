/// Weighted context-free grammars: exact oracles over text.
///
/// A rule's probability is its weight's share among the rules of its left side. The text format is
/// described in corpora/README.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lingan {

/// One symbol of a right-hand side.
struct GrammarSymbol {
  bool terminal = false;
  int32_t index = 0;  ///< into Grammar::terminals or Grammar::nonterminals
  auto operator<=>(const GrammarSymbol&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// One alternative of a nonterminal; an empty right side derives the empty text.
struct GrammarRule {
  int32_t left = 0;  ///< into Grammar::nonterminals
  std::vector<GrammarSymbol> right;
  double probability = 0.0;  ///< in (0, 1]; those of one left side sum to 1
};

/// A grammar whose derivations end with probability 1, after a finite number of steps on average;
/// every nonterminal is reachable and derives some text.
struct Grammar {
  std::vector<std::string> nonterminals;
  std::vector<std::string> terminals;  ///< distinct, not empty, without white space
  std::vector<GrammarRule> rules;      ///< ordered by left side
  std::vector<int32_t> first_rule;     ///< [nonterminals + 1]: where each left side's rules begin
  int32_t start = 0;                   ///< into nonterminals
  std::string join = " ";              ///< what stands between terminals in text: " " or ""
  double mean_length = 0.0;            ///< expected number of terminals of a sentence
};

/// Reads a grammar.
/// @param text  the file's content.  @param where  its name, for messages.
/// @throws InputError naming file, line and column: malformed text; undefined, unreachable or
/// non-productive nonterminals; a grammar whose expected length diverges; anything over the limits.
Grammar parse_grammar(std::string_view text, const std::string& where);

/// parse_grammar of a file's content.
/// @throws IoError if it cannot be read.
Grammar load_grammar(const std::filesystem::path& path);

}  // namespace lingan
