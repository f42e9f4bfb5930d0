/// Lines of a text, checked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <lingan/base/input.h>

namespace lingan {

/// What happens to a line that is not valid UTF-8, has a NUL byte or is longer than 1 MiB: an
/// error that tells of the others, U+FFFD in place of every malformed part (too long, it stays an
/// error), no line, an empty one, where lines in are lines out, or an error where there is no
/// choice.
enum class BadText { kError, kReplace, kSkip, kEmpty, kRefuse };

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

}  // namespace lingan
