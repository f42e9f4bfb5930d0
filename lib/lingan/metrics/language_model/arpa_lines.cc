#include <lingan/metrics/language_model/arpa_lines.h>

#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/metrics/language_model/word_text.h>
#include <lingan/text/corpus/line_check.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kLinesOfProgress = 4096;

}  // namespace

bool ArpaLines::next() {
  auto line = lines_.next();
  if (!line) return false;
  if (lines_.lines() % kLinesOfProgress == 0) progress_.update(lines_.lines());
  line_ = std::move(*line);
  fields_.clear();
  for_each_word(line_, [this](std::string_view word) { fields_.push_back(word); });
  return true;
}

void ArpaLines::read() {
  if (!next()) refuse("the file ends here, without \\end\\; it is cut");
}

void ArpaLines::read_begin() {
  do {
    if (!next()) throw InputError("no \\data\\ in it; this is no ARPA file", lines_.name());
  } while (fields_.empty() || line_.starts_with('#'));
  read_header("\\data\\");
}

void ArpaLines::read_header(const std::string& header) {
  while (fields_.empty()) read();
  if (fields_.size() != 1 || fields_[0] != header) {
    refuse(fmt::format("expected {}, not '{:.60}'", header, line_));
  }
}

/// To the last byte before anything is judged: of a compressed file that is spoiled, that is what
/// to say.
void ArpaLines::read_end() {
  int64_t extra = 0;
  while (next()) {
    if (extra == 0 && !fields_.empty()) extra = lines_.lines();
  }
  if (extra == 0) return;
  throw InputError("expected nothing after \\end\\", line_place(lines_.name(), extra));
}

float ArpaLines::number(std::string_view field) const {
  const double value = parse_number<double>(field).value_or(HUGE_VAL);
  if (std::abs(value) > std::numeric_limits<float>::max()) {
    refuse(fmt::format("'{:.40}' is no number", field));
  }
  return static_cast<float>(value);
}

void ArpaLines::refuse(const std::string& why) const {
  throw InputError(why, line_place(lines_.name(), lines_.lines()));
}

}  // namespace lingan::metrics
