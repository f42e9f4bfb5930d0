/// Lines in, text out: a filter over a corpus that uses all threads and keeps the order.
#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/text/line_check.h>

namespace lingan {

/// Appends what a line becomes. Called from several threads at once.
using LineConversion = std::function<void(std::string_view line, std::string& result)>;

/// Reads a corpus in blocks of whole lines and converts those that CorpusLines would give. Holds
/// about a MiB for every thread, and what that becomes.
class LineStream {
 public:
  /// @param path  `-`: stdin.  @throws IoError if the file cannot be opened.
  LineStream(const std::filesystem::path& path, BadText bad_text);
  /// The same over a stream; `name` is used in messages.
  LineStream(std::istream& stream, std::string name, BadText bad_text);

  /// Converts the next lines.
  /// @param results  what they became, to be written one behind the other.
  /// @return false at the end of the input.
  /// @throws InputError as CorpusLines does; one that `convert` throws has `name:line: ` put before
  /// it. The lines before the bad one have come out already.
  bool next(const LineConversion& convert, std::vector<std::string>& results);

  const std::string& name() const { return check_.name(); }
  int64_t lines() const { return lines_; }  ///< lines read so far

 private:
  /// Whole lines, and what they became up to the first that failed.
  struct Block {
    std::string text;
    int64_t first_line = 1;
    std::string result;
    std::exception_ptr failure;
  };

  bool read(Block& block);
  void convert_block(Block& block, const LineConversion& convert) const;

  std::ifstream file_;
  std::istream* stream_;
  LineCheck check_;
  int64_t lines_ = 0;
  std::string rest_;  ///< the start of a line, read already
  std::vector<Block> blocks_;
  std::exception_ptr failure_;
};

}  // namespace lingan
