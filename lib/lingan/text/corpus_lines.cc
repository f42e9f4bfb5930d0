#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include <lingan/base/error.h>
#include <lingan/text/corpus.h>
#include <lingan/text/utf8.h>

namespace lingan {
namespace {

constexpr size_t kLongestLine = size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// The first byte that is malformed UTF-8 or NUL; the line's length if there is none.
size_t first_bad_byte(std::string_view line) {
  return std::min(valid_utf8_prefix(line), line.find('\0'));
}

std::string mend(std::string_view line) {
  const std::string text = replace_malformed_utf8(line);
  std::string mended;
  for (const char byte : text) {
    if (byte == '\0') {
      mended += kReplacement;
    } else {
      mended += byte;
    }
  }
  return mended;
}

std::string describe(std::string_view line, size_t at) {
  if (line[at] == '\0') return "NUL byte (a binary file, or UTF-16?)";
  char text[64];
  std::snprintf(text, sizeof text, "malformed UTF-8 (0x%02X)",
                static_cast<unsigned char>(line[at]));
  return text;
}

}  // namespace

BadText parse_bad_text(std::string_view name) {
  if (name == "error") return BadText::kError;
  if (name == "replace") return BadText::kReplace;
  if (name == "skip") return BadText::kSkip;
  throw UsageError("bad text '" + std::string(name) + "': expected error, replace or skip");
}

struct CorpusLines::State {
  std::ifstream file;
  std::istream* stream = nullptr;
  std::string name;
  BadText bad_text = BadText::kError;
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
    if (stream->bad()) throw IoError(name + ": cannot read: " + std::strerror(errno));
    return end > 0;
  }

  /// The next line as it stands, without its newline; false at the end.
  bool read_line(std::string& line) {
    line.clear();
    if (!fill()) return false;
    ++lines;
    while (fill()) {
      const char* start = buffer.data() + begin;
      const auto* newline = static_cast<const char*>(std::memchr(start, '\n', end - begin));
      const size_t bytes = newline ? static_cast<size_t>(newline - start) : end - begin;
      line.append(start, bytes);
      begin += bytes + (newline ? 1 : 0);
      if (line.size() > kLongestLine) {
        throw InputError(name + ":" + std::to_string(lines) + ": line of more than " +
                         std::to_string(kLongestLine) + " bytes; one sentence a line is expected");
      }
      if (newline) break;
    }
    return true;
  }

  /// @param dropped  bytes that were cut from the line's front, for the message.
  [[noreturn]] void fail(std::string_view line, size_t at, size_t dropped) const {
    throw InputError(name + ":" + std::to_string(lines) + ": byte " +
                     std::to_string(at + dropped + 1) + ": " + describe(line, at) +
                     "; mend the file, or use --on-bad-text replace or skip");
  }
};

CorpusLines::CorpusLines(const std::filesystem::path& path, BadText bad_text)
    : state_(std::make_unique<State>()) {
  state_->bad_text = bad_text;
  if (path == "-") {
    state_->stream = &std::cin;
    state_->name = "stdin";
    return;
  }
  state_->name = path.string();
  if (std::filesystem::is_directory(path)) {
    throw IoError(path.string() + ": is a folder; name a file");
  }
  state_->file.open(path, std::ios::binary);
  if (!state_->file) throw IoError(path.string() + ": cannot open: " + std::strerror(errno));
  state_->stream = &state_->file;
}

CorpusLines::CorpusLines(std::istream& stream, std::string name, BadText bad_text)
    : state_(std::make_unique<State>()) {
  state_->stream = &stream;
  state_->name = std::move(name);
  state_->bad_text = bad_text;
}

CorpusLines::~CorpusLines() = default;

std::optional<std::string> CorpusLines::next() {
  std::string line;
  while (state_->read_line(line)) {
    size_t dropped = 0;
    if (state_->lines == 1 && line.starts_with(kByteOrderMark)) {
      dropped = kByteOrderMark.size();
      line.erase(0, dropped);
    }
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const size_t bad = first_bad_byte(line);
    if (bad >= line.size()) return line;
    if (state_->bad_text == BadText::kError) state_->fail(line, bad, dropped);
    ++state_->bad_lines;
    if (state_->bad_text == BadText::kReplace) return mend(line);
  }
  return std::nullopt;
}

int64_t CorpusLines::lines() const { return state_->lines; }
int64_t CorpusLines::bad_lines() const { return state_->bad_lines; }

const std::string& CorpusLines::name() const { return state_->name; }

}  // namespace lingan
