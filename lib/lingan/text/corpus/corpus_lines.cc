#include <lingan/text/corpus/corpus_lines.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

/// @param place  of the line, for messages.
std::string_view column_of(std::string_view line, LineColumn column, const std::string& place) {
  if (column == LineColumn::kWhole || is_blank(line)) return line;
  const auto tabs = std::ranges::count(line, '\t');
  if (tabs != 1) {
    throw InputError(
        (tabs == 0 ? "no tab" : std::to_string(tabs) + " tabs") +
            std::string(" in the line; a line is a sentence and its label with one tab between"),
        place);
  }
  const size_t tab = line.find('\t');
  return column == LineColumn::kFirst ? line.substr(0, tab) : line.substr(tab + 1);
}

}  // namespace

BadText parse_bad_text(std::string_view name) {
  if (name == "error") return BadText::kError;
  if (name == "replace") return BadText::kReplace;
  if (name == "skip") return BadText::kSkip;
  throw UsageError("bad text '" + std::string(name) + "': expected error, replace or skip");
}

struct CorpusLines::State {
  State(std::unique_ptr<ByteSource> bytes, std::string name, BadText bad_text,
        LineColumn column = LineColumn::kWhole)
      : source(std::move(bytes)), check(std::move(name), bad_text), column(column) {}

  std::unique_ptr<ByteSource> source;
  LineCheck check;
  LineColumn column;
  int64_t lines = 0;
  int64_t bad_lines = 0;
  std::vector<char> buffer = std::vector<char>(size_t{1} << 16);
  size_t begin = 0;  ///< of the unread bytes in the buffer
  size_t end = 0;

  /// Reads on if the buffer is empty; false at the end of the input.
  /// @param line  that the bytes belong to.
  bool fill(int64_t line) {
    if (begin < end) return true;
    begin = 0;
    end = with_place([&] { return line_place(check.name(), line); },
                     [&] { return source->read(buffer.data(), buffer.size()); });
    return end > 0;
  }

  /// The next line as it is, without its newline; false at the end. Of a line that is too long
  /// only the start; where it is skipped, what follows is read.
  bool read_line(std::string& line) {
    line.clear();
    if (!fill(lines + 1)) return false;
    ++lines;
    while ((line.size() <= kLongestLine || check.takes_long()) && fill(lines)) {
      const char* start = buffer.data() + begin;
      const auto* newline = static_cast<const char*>(std::memchr(start, '\n', end - begin));
      const size_t bytes = newline ? static_cast<size_t>(newline - start) : end - begin;
      if (line.size() <= kLongestLine) line.append(start, bytes);
      begin += bytes + (newline ? 1 : 0);
      if (newline) break;
    }
    return true;
  }
};

CorpusLines::CorpusLines(const std::filesystem::path& path, BadText bad_text)
    : state_(std::make_unique<State>(open_input(path), input_name(path), bad_text)) {}

CorpusLines::CorpusLines(const RereadableInput& input, BadText bad_text, LineColumn column)
    : state_(std::make_unique<State>(input.open(), input.name(), bad_text, column)) {}

CorpusLines::CorpusLines(std::istream& stream, const std::string& name, BadText bad_text)
    : state_(std::make_unique<State>(read_stream(stream, name), name, bad_text)) {}

CorpusLines::~CorpusLines() = default;
CorpusLines::CorpusLines(CorpusLines&& other) noexcept = default;

std::optional<std::string> CorpusLines::next() {
  std::string raw;
  std::string repaired;
  while (state_->read_line(raw)) {
    const CheckedLine line = state_->check.check(raw, state_->lines, repaired);
    if (line.is_bad) ++state_->bad_lines;
    if (line.is_skipped) continue;
    if (state_->column != LineColumn::kWhole) {
      return std::string(column_of(line.text, state_->column, line_place(name(), lines())));
    }
    if (line.text.size() == raw.size() && !line.is_bad) return raw;
    return std::string(line.text);
  }
  state_->check.tell(state_->bad_lines);
  return std::nullopt;
}

int64_t CorpusLines::lines() const { return state_->lines; }
int64_t CorpusLines::bad_lines() const { return state_->bad_lines; }

const std::string& CorpusLines::name() const { return state_->check.name(); }

}  // namespace lingan
