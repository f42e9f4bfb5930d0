#include <lingan/metrics/token_line.h>

#include <algorithm>

#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan::metrics {

std::string token_line(std::span<const std::string> tokens) {
  std::string line;
  for (const std::string& token : tokens) (line += '\0') += token;
  return line;
}

std::vector<std::string_view> tokens_of_line(std::string_view line) {
  if (!is_token_line(line)) return split_whitespace(line);
  std::vector<std::string_view> tokens;
  while (!line.empty()) {
    line.remove_prefix(1);
    const size_t end = std::min(line.find('\0'), line.size());
    tokens.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return tokens;
}

std::string text_of_line(std::string_view line) {
  std::string text(line);
  if (!is_token_line(line)) return text;
  std::ranges::replace(text, '\0', ' ');
  return text.substr(1);
}

}  // namespace lingan::metrics
