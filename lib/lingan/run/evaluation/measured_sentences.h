/// Sentences in the forms that metrics take.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/metrics/sentence_list.h>
#include <lingan/run/run_directory.h>
#include <lingan/text/corpus/line_block.h>

namespace lingan {

/// Sentences of a run, drawn or real, or the lines of a file in their place. Each form is made when
/// it is first asked for. All go through the run's normalization.
class MeasuredSentences {
 public:
  /// Sentences of the run of that spec, which must live as long as the object.
  MeasuredSentences(TokenBatch rows, const RunSpec& spec) : rows_(std::move(rows)), spec_(spec) {}

  /// The lines of an input (base/input.h).
  /// @throws IoError for an input that cannot be read, InputError for malformed UTF-8 under
  /// BadText::kError.
  MeasuredSentences(const std::string& file, BadText bad_text, const RunSpec& spec);

  /// One string for each sentence, as the run's generator would write it. A word of a file stands
  /// as it is, whether the run's tokenizer knows it or not.
  std::vector<std::string> text() const;

  /// Ids of the run's tokenizer, without special tokens.
  /// @throws InputError naming the line that it cannot encode.
  const metrics::SentenceList& words();

  /// Rows for a generator: of a file without the lines that are empty or longer than the run's
  /// sentences.
  /// @throws InputError as words() does.
  const TokenBatch& rows();

  /// What rows() left out, in words; empty: nothing.
  const std::string& left_out() const { return left_out_; }

 private:
  TokenBatch rows_of_lines();
  std::string text_of(const NumberedLine& line) const;

  std::string file_;                 // empty: sentences of the run
  std::vector<NumberedLine> lines_;  // of the file
  TokenBatch rows_;                  // of the run, or of the file once asked for
  std::string left_out_;
  const RunSpec& spec_;
  std::optional<metrics::SentenceList> words_;
};

}  // namespace lingan
