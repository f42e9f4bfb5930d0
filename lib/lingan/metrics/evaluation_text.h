/// The texts of an evaluation as sentences of ids that share one numbering.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <lingan/metrics/evaluation.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan::metrics {

/// How a file says its sentences.
enum class LineFormat {
  kText,
  kJson,  ///< see metrics/json_line.h
};

/// Reads the sentences of an input (base/input.h), one a line; empty ones count.
class EvaluationLines {
 public:
  /// @throws IoError for an input that cannot be read.
  EvaluationLines(const std::string& path, BadText bad_text, LineFormat format)
      : reader_(path, bad_text), format_(format) {}

  /// The next sentence, as in EvaluationTexts; nothing at the end.
  /// @throws InputError for malformed UTF-8 under BadText::kError, and naming the line for one that
  /// is no sentence in JSON.
  std::optional<std::string> next();

 private:
  CorpusLines reader_;
  LineFormat format_;
};

/// All sentences of an input.  @throws as EvaluationLines.
std::vector<std::string> read_evaluation_lines(const std::string& path,
                                               BadText bad_text = BadText::kError,
                                               LineFormat format = LineFormat::kText);

/// Whether hypotheses or references have lists of tokens among them.
bool has_token_lines(const EvaluationTexts& texts);

/// The kinds of tokenizers that split texts without a file (TokenizerCard::at_hand): first that of
/// text already tokenized.
std::vector<std::string> text_splitters();

/// Splits texts into tokens.
class TextSplitter {
 public:
  /// @param tokenizer  one of text_splitters(), or the file of a tokenizer or SentencePiece model,
  ///                   which is read once.
  /// @throws UsageError for a tokenizer that does not exist.
  explicit TextSplitter(std::string tokenizer);

  /// The texts as tokens that share one numbering, and the texts themselves. What the tokenizer
  /// does not know matches nothing. Lists of tokens stay as they are.
  /// @throws UsageError for lists of tokens, unless the tokenizer is that of text already tokenized
  /// (`whitespace`).
  EvaluationSentences split(EvaluationTexts texts) const;

 private:
  std::string tokenizer_;
  std::unique_ptr<const Tokenizer> loaded_;  // null: one that has no file
};

/// The same of texts that are all there are.
EvaluationSentences split_texts(EvaluationTexts texts, const std::string& tokenizer);

}  // namespace lingan::metrics
