/// The text files of an evaluation as sentences of ids that share one numbering.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lingan/metrics/sentence_list.h>

namespace lingan::tools {

/// What to read. `-` is stdin, for at most one of them.
struct EvalFiles {
  std::string hypotheses;
  std::string references;  ///< empty: none
  std::string training;    ///< empty: none
  /// `whitespace` (text already tokenized), `word`, `character`, or a tokenizer's or SentencePiece
  /// model's file.
  std::string tokenizer = "whitespace";
};

struct EvalSentences {
  metrics::SentenceList hypotheses;
  std::optional<metrics::SentenceList> references;
  std::optional<metrics::SentenceList> training;
};

/// Reads and tokenizes; every line is a sentence, an empty one too.
/// @throws IoError for a file that cannot be read, InputError for malformed UTF-8, UsageError for a
/// tokenizer that does not exist and if stdin is named twice.
EvalSentences read_eval_sentences(const EvalFiles& files);

}  // namespace lingan::tools
