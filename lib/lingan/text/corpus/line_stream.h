/// Lines in, text out: a filter over a corpus that uses all threads and keeps the order.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <lingan/text/corpus/line_check.h>
#include <lingan/text/corpus/ordered_writer.h>

namespace lingan {

/// Appends what a line becomes. Called from several threads at once.
using LineConversion = std::function<void(std::string_view line, std::string& result)>;

/// Reads a corpus in blocks of whole lines and converts those that CorpusLines would give. Threads
/// read, convert and write side by side, each a block. Holds for every thread a block of 128 KiB
/// and what five such became.
class LineStream {
 public:
  /// @param path  of an input (base/input.h).  @throws IoError, UsageError as open_input
  LineStream(const std::filesystem::path& path, BadText bad_text);
  /// The same over a stream; `name` is used in messages.
  LineStream(std::istream& stream, std::string name, BadText bad_text);

  /// Converts all lines.
  /// @param write  gets what they became, in their order; called by one thread at a time.
  /// @throws InputError as CorpusLines does; one that `convert` throws has `name:line: ` put before
  /// it. What the lines before the bad one became has been written. At the end it gives notice of
  /// how many lines were bad.
  void convert(const LineConversion& convert, const TextSink& write);

  const std::string& name() const { return check_.name(); }

 private:
  /// Whole lines, and what they became up to the first that failed.
  struct Block {
    std::string text;
    int64_t first_line = 1;
    TextPart result;
  };

  bool read(Block& block);
  void read_bytes(std::string& text);
  void skip_line();
  void convert_block(Block& block, const LineConversion& convert);

  std::unique_ptr<ByteSource> source_;
  LineCheck check_;
  std::atomic<int64_t> bad_lines_ = 0;

  std::mutex reading_;  ///< held for all below
  int64_t blocks_ = 0;  ///< read so far
  int64_t lines_ = 0;
  std::string rest_;  ///< the start of a line, read already
};

}  // namespace lingan
