/// Lines of an ARPA file, split into fields.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lingan/base/progress.h>
#include <lingan/text/corpus/corpus_lines.h>

namespace lingan::metrics {

/// The line that was read last, and the next ones. What is malformed is an InputError that names
/// file and line.
class ArpaLines {
 public:
  explicit ArpaLines(CorpusLines lines)
      : lines_(std::move(lines)), progress_("reading " + lines_.name(), 0, "lines") {}

  /// What is between blanks in the line.
  const std::vector<std::string_view>& fields() const { return fields_; }
  const std::string& line() const { return line_; }
  bool is_blank() const { return fields_.empty(); }

  /// Reads a line; at the end of the file it is an error.
  void read();
  /// Reads up to `\data\`, after blank lines and those that begin with `#`.
  void read_begin();
  /// Reads blank lines, beginning with the one that was read last, and the header after them.
  void read_header(const std::string& header);
  /// Reads what is left, which is blank.
  void read_end();

  /// A field as a finite float.
  float number(std::string_view field) const;
  [[noreturn]] void refuse(const std::string& why) const;

 private:
  bool next();

  CorpusLines lines_;
  Progress progress_;
  std::string line_;
  std::vector<std::string_view> fields_;  // of line_
};

}  // namespace lingan::metrics
