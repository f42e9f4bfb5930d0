#include "tools/encoder_command.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/base/option_key.h>

#include "tools/shell_command.h"

namespace lingan::tools {
namespace {

constexpr size_t kLongestNumber = 32;
constexpr size_t kLongestVector = size_t{1} << 20;  ///< bytes
constexpr std::string_view kSpaces = " \t\r";

/// The next word of a line, which it loses; empty: there is none.
std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.size(), line.find_first_not_of(kSpaces)));
  const std::string_view word = line.substr(0, line.find_first_of(kSpaces));
  line.remove_prefix(word.size());
  return word;
}

size_t count_words(std::string_view line) {
  size_t count = 0;
  while (!next_word(line).empty()) ++count;
  return count;
}

/// What so many vectors take at most, by the first of them.
size_t longest_answer(std::string_view beginning, size_t sentences) {
  const size_t end = beginning.find('\n');
  if (end == std::string_view::npos) return kLongestVector;
  return (count_words(beginning.substr(0, end)) + 1) * kLongestNumber * (sentences + 1);
}

/// Reads an answer line by line.
class VectorLines {
 public:
  VectorLines(std::string_view text, size_t sentences, const std::string& place)
      : text_(text), sentences_(sentences), place_(place) {}

  metrics::SentenceVectors read() {
    while (!text_.empty()) {
      if (++lines_ > sentences_) fail(fmt::format("wrote more than {} vectors", sentences_));
      read_line(text_.substr(0, text_.find('\n')));
    }
    if (lines_ == sentences_) return std::move(vectors_);
    fail(fmt::format("wrote {} vectors for {} sentences; it must write one a line", lines_,
                     sentences_));
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const { throw InputError(reason, place_); }

  void read_line(std::string_view line) {
    text_.remove_prefix(std::min(text_.size(), line.size() + 1));
    const size_t before = vectors_.values.size();
    for (std::string_view word = next_word(line); !word.empty(); word = next_word(line)) {
      const auto number = parse_number<double>(word);
      if (!number) {
        constexpr size_t kShown = 40;
        fail(fmt::format("line {} of its output has {}, which is no finite number", lines_,
                         quote_toml(word.substr(0, kShown))));
      }
      const std::string fault = metrics::number_fault(*number);
      if (!fault.empty()) fail(fmt::format("line {} of its output {}", lines_, fault));
      vectors_.values.push_back(*number);
    }
    const auto width = static_cast<int64_t>(vectors_.values.size() - before);
    if (lines_ == 1) vectors_.width = width;
    if (width == 0) fail(fmt::format("line {} of its output is empty", lines_));
    if (width != vectors_.width) {
      fail(fmt::format("line {} of its output has {} numbers, the first has {}", lines_, width,
                       vectors_.width));
    }
  }

  std::string_view text_;
  size_t sentences_;
  const std::string& place_;
  size_t lines_ = 0;
  metrics::SentenceVectors vectors_;
};

}  // namespace

metrics::SentenceVectors encode_by(const std::string& command,
                                   const std::vector<std::string>& sentences,
                                   std::chrono::duration<double> limit) {
  const ShellRequest request{.command = command,
                             .option = "--encoder",
                             .sentences = sentences,
                             .limit = limit,
                             .maximum = [&](std::string_view beginning) {
                               return longest_answer(beginning, sentences.size());
                             }};
  const std::string place = place_of(request);
  return VectorLines(answer_of(request), sentences.size(), place).read();
}

}  // namespace lingan::tools
