/// What a corpus takes for a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include <lingan/base/byte_source.h>
#include <lingan/text/corpus/corpus_lines.h>

namespace lingan {

/// Longer lines are bad text that cannot be repaired.
constexpr size_t kLongestLine = size_t{1} << 20;

/// A line of a corpus without its newline, byte order mark (files that were joined have one inside)
/// and carriage return.
struct CheckedLine {
  std::string_view text;  ///< valid UTF-8 without NUL
  bool is_bad = false;    ///< it was repaired, or is to be skipped
  bool is_skipped = false;
};

/// The place of a line in a file, for messages: `name:number`.
std::string line_place(const std::string& name, int64_t number);

/// Checks lines. May be used from several threads.
class LineCheck {
 public:
  /// @param name  the file's, for messages.
  LineCheck(std::string name, BadText bad_text) : name_(std::move(name)), bad_text_(bad_text) {}

  /// @param raw  the line as it is in the file, without its newline.
  /// @param number  the line's, from 1.  @param repaired  receives the line if it had to be
  /// repaired.
  /// @throws InputError for a line that is malformed under BadText::kError or kRefuse, or too long
  /// unless it is BadText::kSkip or kEmpty.
  CheckedLine check(std::string_view raw, int64_t number, std::string& repaired) const;

  /// Gives notice of how many lines were bad, if any were: what became of them.
  void tell(int64_t bad_lines) const;

  const std::string& name() const { return name_; }
  /// Whether lines that are bad are left out.
  bool skips() const { return bad_text_ == BadText::kSkip; }
  /// Whether nothing of a line that is bad is read, so that it may be too long.
  bool takes_long() const { return skips() || bad_text_ == BadText::kEmpty; }

 private:
  bool is_strict() const { return bad_text_ == BadText::kError || bad_text_ == BadText::kRefuse; }
  /// What else can be done, as the end of a message.
  std::string or_else(const char* choices) const;

  std::string name_;
  BadText bad_text_;
};

/// A stream's bytes; it must live as long. An IoError names it.
std::unique_ptr<ByteSource> read_stream(std::istream& stream, std::string name);

}  // namespace lingan
