/// What a grammar must be to serve as an oracle.
#pragma once

#include <string>
#include <vector>

#include <lingan/grammar/grammar.h>
#include <lingan/grammar/grammar_lexer.h>

namespace lingan {

/// Refuses nonterminals that are unreachable or derive no finite text, and grammars whose expected
/// length diverges (spectral radius of the matrix of mean numbers of children >= 1: Booth and
/// Thompson 1973, "Applying probability measures to abstract languages"). Sets mean_length.
/// @param places  where each nonterminal is defined.  @param where  the file's name.
/// @throws InputError.
void check_grammar(Grammar& grammar, const std::vector<GrammarPlace>& places,
                   const std::string& where);

/// The least number of terminals that each nonterminal derives, [nonterminals].
std::vector<int64_t> shortest_lengths(const Grammar& grammar);

}  // namespace lingan
