/// How the hypotheses follow a grammar: exactly, by parsing their text.
#pragma once

#include <string>
#include <vector>

#include <lingan/grammar/grammar_scorer.h>

namespace lingan::metrics {

/// What the metrics of a grammar are made of, of sentences of text:
///
///   acceptance     share of them that the grammar derives, 0..1; higher is better. Sentences of
///                  more than 500 words are not parsed, and are not counted (Texygen's Cfg counts
///                  what a chart parser accepts).
///   rule-coverage  rules in the most probable derivations of those over all rules of the grammar,
///                  0..1; higher is more diverse, and more with more sentences.
///
/// Time grows with the cube of a sentence's length.
GrammarReport parse_sentences(const Grammar& grammar, const std::vector<std::string>& sentences);

}  // namespace lingan::metrics
