#include <lingan/text/tokenizer/line_text.h>

#include <string_view>

namespace lingan {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kNoPartOfALine("\n\0", 2);
constexpr std::string_view kBreaks("\n\r\0", 3);

}  // namespace

std::string decode_line(const Tokenizer& tokenizer, std::span<const int32_t> ids) {
  std::string text = tokenizer.decode(ids);
  for (size_t at = 0; (at = text.find_first_of(kNoPartOfALine, at)) != std::string::npos;) {
    text.replace(at, 1, kReplacement);
    at += kReplacement.size();
  }
  return text;
}

std::vector<int32_t> line_breaking_ids(const Tokenizer& tokenizer) {
  std::vector<int32_t> ids;
  for (int32_t id = 0; id < tokenizer.size(); ++id) {
    const std::string text = tokenizer.decode(std::span(&id, 1));
    if (text.find_first_of(kBreaks) != std::string::npos) ids.push_back(id);
  }
  return ids;
}

}  // namespace lingan
