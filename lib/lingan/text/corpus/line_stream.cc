#include <lingan/text/corpus/line_stream.h>

#include <algorithm>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

namespace lingan {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 17;
constexpr size_t kBlocksAhead = 4;  // of each thread

}  // namespace

LineStream::LineStream(const std::filesystem::path& path, BadText bad_text)
    : source_(open_input(path)), check_(input_name(path), bad_text) {}

LineStream::LineStream(std::istream& stream, std::string name, BadText bad_text)
    : source_(read_stream(stream, name)), check_(std::move(name), bad_text) {}

/// Reads whole lines after the start of one. Of a line that is too long it reads enough to tell;
/// where it is skipped, to its end. What follows the last whole line becomes `rest_`.
void LineStream::read_bytes(std::string& text) {
  size_t end = std::string::npos;
  while (end == std::string::npos && text.size() <= kLongestLine) {
    const size_t had = text.size();
    text.resize(had + kBlockBytes);
    size_t got = 0;
    try {
      got = source_->read(text.data() + had, kBlockBytes);
    } catch (...) {
      text.resize(had);
      throw;
    }
    text.resize(had + got);
    if (got == 0) break;
    end = text.rfind('\n');
  }
  if (end != std::string::npos) {
    rest_.assign(text, end + 1);
    text.resize(end + 1);
  } else if (text.size() > kLongestLine && check_.takes_long()) {
    skip_line();
  }
}

/// Reads to the end of a line; what follows becomes `rest_`.
void LineStream::skip_line() {
  size_t got = 0;
  do {
    rest_.resize(kBlockBytes);
    try {
      got = source_->read(rest_.data(), kBlockBytes);
    } catch (...) {
      rest_.clear();
      throw;
    }
    rest_.resize(got);
    const size_t end = rest_.find('\n');
    if (end != std::string::npos) {
      rest_.erase(0, end + 1);
      return;
    }
  } while (got > 0);
}

/// Reads the next block; false at the end.
bool LineStream::read(Block& block) {
  const std::lock_guard lock(reading_);
  block.text.swap(rest_);
  rest_.clear();
  block.result.failure = nullptr;
  block.first_line = lines_ + 1;
  try {
    with_place([&] { return line_place(name(), block.first_line); },
               [&] { read_bytes(block.text); });
  } catch (const Error&) {
    block.text.clear();  // the start of a line whose end is lost
    block.result.failure = std::current_exception();
  }
  if (block.text.empty() && !block.result.failure) return false;
  lines_ += std::count(block.text.begin(), block.text.end(), '\n');
  if (!block.text.empty() && block.text.back() != '\n') ++lines_;
  block.result.number = blocks_++;
  block.result.lines = lines_;
  return true;
}

void LineStream::convert_block(Block& block, const LineConversion& convert) {
  std::string& result = block.result.text;
  result.clear();
  std::string repaired;
  std::string_view text = block.text;
  for (int64_t number = block.first_line; !text.empty(); ++number) {
    const size_t bytes = std::min(text.find('\n'), text.size());
    const size_t before = result.size();
    try {
      with_place([&] { return line_place(name(), number); },
                 [&] {
                   const CheckedLine line = check_.check(text.substr(0, bytes), number, repaired);
                   if (line.is_bad) ++bad_lines_;
                   if (!line.is_skipped) convert(line.text, result);
                 });
    } catch (const InputError&) {
      result.resize(before);
      block.result.failure = std::current_exception();
      return;
    }
    text.remove_prefix(std::min(bytes + 1, text.size()));
  }
}

void LineStream::convert(const LineConversion& convert, const TextSink& write) {
  const int threads = thread_count();
  OrderedWriter results(kBlocksAhead * static_cast<size_t>(threads), write);
  // A loop over threads, not over blocks: the number of blocks is not known.
  parallel_for(threads, 1, [&](int64_t, int64_t) {
    Block block;
    try {
      while (read(block)) {
        convert_block(block, convert);
        if (!results.put(block.result)) return;
      }
    } catch (...) {
      results.stop();
      throw;
    }
  });
  check_.tell(bad_lines_);
}

}  // namespace lingan
