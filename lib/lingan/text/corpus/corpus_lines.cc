#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include <lingan/base/error.h>
#include <lingan/text/corpus/corpus.h>
#include <lingan/text/corpus/line_check.h>

namespace lingan {

BadText parse_bad_text(std::string_view name) {
  if (name == "error") return BadText::kError;
  if (name == "replace") return BadText::kReplace;
  if (name == "skip") return BadText::kSkip;
  throw UsageError("bad text '" + std::string(name) + "': expected error, replace or skip");
}

struct CorpusLines::State {
  State(std::string name, BadText bad_text) : check(std::move(name), bad_text) {}

  std::ifstream file;
  std::istream* stream = nullptr;
  LineCheck check;
  int64_t lines = 0;
  int64_t bad_lines = 0;
  std::vector<char> buffer = std::vector<char>(size_t{1} << 16);
  size_t begin = 0;  ///< of the unread bytes in the buffer
  size_t end = 0;

  /// Reads on if the buffer is empty; false at the end of the input.
  bool fill() {
    if (begin < end) return true;
    stream->read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    begin = 0;
    end = static_cast<size_t>(stream->gcount());
    if (stream->bad())
      throw IoError(std::string("cannot read: ") + std::strerror(errno), check.name());
    return end > 0;
  }

  /// The next line as it is, without its newline; false at the end. Of a line that is too long
  /// only the start.
  bool read_line(std::string& line) {
    line.clear();
    if (!fill()) return false;
    ++lines;
    while (line.size() <= kLongestLine && fill()) {
      const char* start = buffer.data() + begin;
      const auto* newline = static_cast<const char*>(std::memchr(start, '\n', end - begin));
      const size_t bytes = newline ? static_cast<size_t>(newline - start) : end - begin;
      line.append(start, bytes);
      begin += bytes + (newline ? 1 : 0);
      if (newline) break;
    }
    return true;
  }
};

CorpusLines::CorpusLines(const std::filesystem::path& path, BadText bad_text)
    : state_(std::make_unique<State>(path == "-" ? "stdin" : path.string(), bad_text)) {
  if (path == "-") {
    state_->stream = &std::cin;
    return;
  }
  state_->file = open_text(path);
  state_->stream = &state_->file;
}

CorpusLines::CorpusLines(std::istream& stream, std::string name, BadText bad_text)
    : state_(std::make_unique<State>(std::move(name), bad_text)) {
  state_->stream = &stream;
}

CorpusLines::~CorpusLines() = default;

std::optional<std::string> CorpusLines::next() {
  std::string raw;
  std::string repaired;
  while (state_->read_line(raw)) {
    const CheckedLine line = state_->check.check(raw, state_->lines, repaired);
    if (line.is_bad) ++state_->bad_lines;
    if (line.is_skipped) continue;
    if (line.text.size() == raw.size() && !line.is_bad) return raw;
    return std::string(line.text);
  }
  return std::nullopt;
}

int64_t CorpusLines::lines() const { return state_->lines; }
int64_t CorpusLines::bad_lines() const { return state_->bad_lines; }

const std::string& CorpusLines::name() const { return state_->check.name(); }

}  // namespace lingan
