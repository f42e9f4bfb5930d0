#include <lingan/text/corpus/line_check.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

#include <lingan/base/counted.h>
#include <lingan/base/descriptor.h>
#include <lingan/base/error.h>
#include <lingan/base/notice.h>
#include <lingan/base/utf8.h>

namespace lingan {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// The first byte that is malformed UTF-8 or NUL; the line's length if there is none.
size_t first_bad_byte(std::string_view line) {
  const auto* nul = line.empty() ? nullptr : std::memchr(line.data(), '\0', line.size());
  const size_t good = valid_utf8_prefix(line);
  return nul ? std::min(good, static_cast<size_t>(static_cast<const char*>(nul) - line.data()))
             : good;
}

std::string repair(std::string_view line) {
  const std::string text = replace_malformed_utf8(line);
  std::string repaired;
  for (const char byte : text) {
    if (byte == '\0') {
      repaired += kReplacement;
    } else {
      repaired += byte;
    }
  }
  return repaired;
}

std::string describe(std::string_view line, size_t at) {
  if (line[at] == '\0') return "NUL byte (a binary file, or UTF-16?)";
  char text[64];
  std::snprintf(text, sizeof text, "malformed UTF-8 (0x%02X)",
                static_cast<unsigned char>(line[at]));
  return text;
}

class StreamSource : public ByteSource {
 public:
  StreamSource(std::istream& stream, std::string name) : stream_(stream), name_(std::move(name)) {}

  size_t read(char* buffer, size_t bytes) override {
    stream_.read(buffer, static_cast<std::streamsize>(bytes));
    if (stream_.bad()) throw_io_error(name_, "cannot read");
    return static_cast<size_t>(stream_.gcount());
  }

 private:
  std::istream& stream_;
  std::string name_;
};

}  // namespace

std::string line_place(const std::string& name, int64_t number) {
  return name + ":" + std::to_string(number);
}

std::string LineCheck::or_else(const char* choices) const {
  const bool is_free = bad_text_ != BadText::kRefuse;
  return is_free ? std::string(", or set `bad_text` to ") + choices : std::string();
}

CheckedLine LineCheck::check(std::string_view raw, int64_t number, std::string& repaired) const {
  if (raw.size() > kLongestLine) {
    if (takes_long()) return {.text = {}, .is_bad = true, .is_skipped = skips()};
    throw InputError("line of more than " + std::to_string(kLongestLine) +
                         " bytes; one sentence a line is expected: repair the file" +
                         or_else("skip"),
                     line_place(name_, number));
  }
  CheckedLine line{raw};
  if (raw.starts_with(kByteOrderMark)) {
    line.text.remove_prefix(kByteOrderMark.size());
    if (number > 1) {
      notice_once(name_ +
                  ": has byte order marks inside, as files that were joined have; they are taken "
                  "off the lines that begin with one");
    }
  }
  if (line.text.ends_with('\r')) line.text.remove_suffix(1);
  const size_t bad = first_bad_byte(line.text);
  const bool is_error = bad < line.text.size() && is_strict();
  if (!is_error && line.text.find('\r') != std::string_view::npos) {
    notice_once(name_ +
                ": has carriage returns inside lines, which do not end a line here; if they "
                "should, turn them into newlines (tr '\\r' '\\n')");
  }
  if (bad == line.text.size()) return line;
  if (is_error) {
    const size_t dropped = static_cast<size_t>(line.text.data() - raw.data());
    throw InputError("byte " + std::to_string(bad + dropped + 1) + ": " + describe(line.text, bad) +
                         "; repair the file" + or_else("replace or skip"),
                     line_place(name_, number));
  }
  line.is_bad = true;
  line.is_skipped = skips();
  line.text = takes_long() ? std::string_view() : std::string_view(repaired = repair(line.text));
  return line;
}

void LineCheck::tell(int64_t bad_lines) const {
  if (bad_lines == 0) return;
  notice_once(name_ + ": " + counted(bad_lines, "line") +
              (!takes_long() ? " repaired: U+FFFD stands for malformed UTF-8 and NUL bytes"
               : skips()     ? " left out: malformed UTF-8, a NUL byte, or more than 1 MiB"
                             : " left out, each with an empty line in its place: malformed UTF-8, "
                               "a NUL byte, or more than 1 MiB"));
}

std::unique_ptr<ByteSource> read_stream(std::istream& stream, std::string name) {
  return std::make_unique<StreamSource>(stream, std::move(name));
}

}  // namespace lingan
