/// The texts of an evaluation as sentences of ids that share one numbering.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lingan/metrics/evaluation.h>
#include <lingan/text/corpus/corpus.h>

namespace lingan::metrics {

/// The texts of an evaluation, one sentence a line.
struct EvaluationTexts {
  std::vector<std::string> hypotheses = {};
  std::optional<std::vector<std::string>> references = std::nullopt;
  std::optional<std::vector<std::string>> training = std::nullopt;
};

/// The lines of an input (base/input.h); empty ones count.
/// @throws IoError for an input that cannot be read, InputError for malformed UTF-8 under
/// BadText::kError.
std::vector<std::string> read_evaluation_lines(const std::string& path,
                                               BadText bad_text = BadText::kError);

/// Splits the texts into tokens that share one numbering. What the tokenizer does not know matches
/// nothing.
/// @param tokenizer  `whitespace` (text already tokenized), `word`, `character`, or the file of a
///                   tokenizer or SentencePiece model.
/// @throws UsageError for a tokenizer that does not exist.
EvaluationSentences split_texts(const EvaluationTexts& texts, const std::string& tokenizer);

}  // namespace lingan::metrics
