#include <lingan/text/sacrebleu/white_space.h>

#include <lingan/base/utf8.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {

std::string_view strip_left(std::string_view line) {
  while (!line.empty()) {
    const size_t bytes = bytes_by_lead(line.front());
    if (!is_blank(line.substr(0, bytes))) break;
    line.remove_prefix(bytes);
  }
  return line;
}

std::string_view strip_right(std::string_view line) {
  while (!line.empty()) {
    size_t begin = line.size() - 1;
    while (begin > 0 && is_utf8_trail(line[begin])) --begin;
    if (!is_blank(line.substr(begin))) break;
    line = line.substr(0, begin);
  }
  return line;
}

}  // namespace lingan
