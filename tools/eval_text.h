/// The text files of an evaluation as sentences of ids that share one numbering.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lingan/metrics/sentence_list.h>

namespace lingan::tools {

/// The texts of an evaluation, one sentence a line.
struct EvalTexts {
  std::vector<std::string> hypotheses;
  std::optional<std::vector<std::string>> references;
  std::optional<std::vector<std::string>> training;
};

/// The lines of a file, or of stdin (`-`); empty ones count.
/// @throws IoError for a file that cannot be read, InputError for malformed UTF-8.
std::vector<std::string> read_eval_lines(const std::string& path);

struct EvalSentences {
  metrics::SentenceList hypotheses;
  std::optional<metrics::SentenceList> references;
  std::optional<metrics::SentenceList> training;
};

/// Splits the texts into tokens that share one numbering.
/// @param tokenizer  `whitespace` (text already tokenized), `word`, `character`, or the file of a
///                   tokenizer or SentencePiece model.
/// @throws UsageError for a tokenizer that does not exist.
EvalSentences tokenize_eval_texts(const EvalTexts& texts, const std::string& tokenizer);

}  // namespace lingan::tools
