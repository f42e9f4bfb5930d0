#include <array>
#include <cstdint>

#include <lingan/text/sacrebleu/punctuation.h>

namespace lingan {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_stop(char c) { return c == '.' || c == ','; }

// [\{-\~\[-\` -\&\(-\+\:-\@\/] but for the space, of which one more between words changes nothing.
constexpr std::array<bool, 256> kApart = [] {
  std::array<bool, 256> apart{};
  for (const std::string_view range : {"{~", "[`", "!&", "(+", ":@", "//"}) {
    const auto first = static_cast<unsigned char>(range[0]);
    const auto last = static_cast<unsigned char>(range[1]);
    for (size_t c = first; c <= last; ++c) apart[c] = true;
  }
  return apart;
}();

std::string separate_symbols(std::string_view line) {
  std::string result;
  result.reserve(line.size() + line.size() / 4);
  for (const char c : line) {
    if (kApart[static_cast<uint8_t>(c)]) {
      result.append({' ', c, ' '});
    } else {
      result += c;
    }
  }
  return result;
}

// The regular expressions go on after what they matched: a character belongs to one match at most.

// ([^0-9])([\.,]) becomes `\1 \2 `.
std::string separate_stops_after_no_digit(std::string_view line) {
  std::string result;
  result.reserve(line.size() + line.size() / 8);
  size_t matched = 0;  // the characters before it belong to a match
  for (size_t at = 0; at < line.size(); ++at) {
    if (is_stop(line[at]) && at > matched && !is_digit(line[at - 1])) {
      result.append({' ', line[at], ' '});
      matched = at + 1;
    } else {
      result += line[at];
    }
  }
  return result;
}

// ([\.,])([^0-9]) becomes ` \1 \2`.
std::string separate_stops_before_no_digit(std::string_view line) {
  std::string result;
  result.reserve(line.size() + line.size() / 8);
  for (size_t at = 0; at < line.size(); ++at) {
    if (is_stop(line[at]) && at + 1 < line.size() && !is_digit(line[at + 1])) {
      result.append({' ', line[at], ' ', line[at + 1]});
      ++at;
    } else {
      result += line[at];
    }
  }
  return result;
}

// ([0-9])(-) becomes `\1 \2 `.
std::string separate_dashes_after_digits(std::string_view line) {
  std::string result;
  result.reserve(line.size() + line.size() / 8);
  for (size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '-' && at > 0 && is_digit(line[at - 1])) {
      result.append(" - ");
    } else {
      result += line[at];
    }
  }
  return result;
}

}  // namespace

std::string plain_text_of_sgml(std::string_view line) {
  std::string text(line);
  if (text.find_first_of("<\n&") == std::string::npos) return text;
  replace_all(text, "<skipped>", "");
  replace_all(text, "-\n", "");
  replace_all(text, "\n", " ");
  replace_all(text, "&quot;", "\"");
  replace_all(text, "&amp;", "&");
  replace_all(text, "&lt;", "<");
  replace_all(text, "&gt;", ">");
  return text;
}

std::string separate_western_punctuation(std::string_view line) {
  std::string text = separate_symbols(line);
  if (text.find_first_of(".,") != std::string::npos) {
    text = separate_stops_before_no_digit(separate_stops_after_no_digit(text));
  }
  return text.find('-') == std::string::npos ? text : separate_dashes_after_digits(text);
}

}  // namespace lingan
