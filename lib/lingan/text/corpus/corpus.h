/// Corpora: lines of text as token matrices.
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lingan/base/input.h>
#include <lingan/base/token_batch.h>

namespace lingan {

/// What happens to a line that is not valid UTF-8, has a NUL byte or is longer than 1 MiB: an
/// error, U+FFFD in place of every malformed part (too long, it stays an error), no line, or an
/// empty one, where lines in are lines out.
enum class BadText { kError, kReplace, kSkip, kEmpty };

/// `error`, `replace` or `skip`.  @throws UsageError for another name.
BadText parse_bad_text(std::string_view name);

/// What of a line is read: all of it, or what stands before or after the one tab that it then has.
enum class LineColumn { kWhole, kFirst, kSecond };

/// Reads lines of an input (base/input.h), checks their UTF-8, drops a leading byte order mark and
/// the carriage return of CRLF. Holds one line at a time. At the end it gives notice of how many
/// lines were bad.
class CorpusLines {
 public:
  /// @throws IoError, UsageError as open_input
  CorpusLines(const std::filesystem::path& path, BadText bad_text);
  /// From the first line on.
  CorpusLines(const RereadableInput& input, BadText bad_text,
              LineColumn column = LineColumn::kWhole);
  /// The same over a stream; `name` is used in messages.
  CorpusLines(std::istream& stream, const std::string& name, BadText bad_text);
  ~CorpusLines();
  CorpusLines(CorpusLines&& other) noexcept;

  /// The next line, which may be empty; nothing at the end.
  /// @throws InputError naming file, line and byte of bad text (see BadText), a line that is not
  /// blank and has no column, or the line from which on compressed text is spoiled; IoError if the
  /// input cannot be read.
  std::optional<std::string> next();

  const std::string& name() const;  ///< the file's name for messages, `stdin` for `-`
  int64_t lines() const;            ///< lines read so far
  int64_t bad_lines() const;        ///< lines repaired or skipped so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// How lines become rows.
struct CorpusOptions {
  int32_t max_length = 0;  ///< longest sentence in tokens, eos counted; 0: by percentile
  double length_percentile =
      0.99;  ///< in (0, 1]: with max_length 0, the length that covers this share
};

/// What was read and what was left out.
struct CorpusReport {
  int64_t lines = 0;      ///< lines read
  int64_t sentences = 0;  ///< rows kept
  int64_t empty = 0;      ///< lines without a token, dropped
  int64_t too_long = 0;   ///< lines over the longest length, dropped
  int64_t bad_text = 0;   ///< lines of bad text, repaired or skipped
  int64_t tokens = 0;     ///< tokens kept, eos counted
  int64_t unknown = 0;    ///< tokens kept that are unk
  int32_t max_length =
      0;  ///< the width of the matrix: CorpusOptions::max_length where that is given
};

/// A corpus as tokens.
struct EncodedCorpus {
  TokenBatch sentences;  ///< [N, T]
  CorpusReport report;
  std::vector<int64_t> lines;  ///< [N], of each sentence: its number, from 0, of lines not blank
};

class LineEncoder;

/// Encodes every line; a sentence gets an eos where the tokenizer has one. Memory grows with the
/// tokens that are kept, not with the text.
/// @param encoder  see text/corpus/line_encoder.h
/// @throws InputError if no line is left, or if the tokenizer has no eos and sentences differ in
/// length; Interrupted after SIGINT or SIGTERM.
EncodedCorpus read_corpus(CorpusLines& lines, const LineEncoder& encoder,
                          const CorpusOptions& options);

/// The same of several files as one corpus: all have one longest length, and lines are numbered
/// through all.
/// @param files  one at least.
EncodedCorpus read_corpus(std::span<CorpusLines> files, const LineEncoder& encoder,
                          const CorpusOptions& options);

}  // namespace lingan
