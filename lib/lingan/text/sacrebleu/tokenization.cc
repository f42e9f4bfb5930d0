#include <lingan/text/sacrebleu/tokenization.h>

#include <array>
#include <cstdint>

#include <lingan/base/utf8.h>
#include <lingan/text/sacrebleu/chinese_characters.h>
#include <lingan/text/sacrebleu/punctuation.h>
#include <lingan/text/sacrebleu/white_space.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

std::string as_it_is(std::string_view line) { return std::string(line); }

std::string separate_13a(std::string_view line) {
  return separate_western_punctuation(" " + plain_text_of_sgml(line) + " ");
}

std::string separate_zh(std::string_view line) {
  return separate_western_punctuation(separate_chinese_characters(strip_left(line)));
}

std::string separate_characters(std::string_view line) {
  std::string separated;
  separated.reserve(2 * line.size());
  for (size_t at = 0; at < line.size();) {
    const uint32_t bytes = bytes_by_lead(line[at]);
    separated.append(line.substr(at, bytes)) += ' ';
    at += bytes;
  }
  return separated;
}

}  // namespace

std::span<const SacrebleuTokenization> sacrebleu_tokenizations() {
  static constexpr std::array<SacrebleuTokenization, 5> kTokenizations = {{
      {"13a", "punctuation apart, as WMT's mteval-v13a.pl", separate_13a},
      {"none", "tokens as they are given", as_it_is},
      {"char", "every character", separate_characters},
      {"zh", "every Chinese character, and punctuation as 13a", separate_zh},
      {"intl", "Unicode's punctuation and symbols apart, as mteval-v14.pl",
       separate_unicode_punctuation},
  }};
  return kTokenizations;
}

std::vector<std::string_view> split_as_sacrebleu(const SacrebleuTokenization& tokenization,
                                                 std::string_view line, std::string& buffer) {
  buffer = tokenization.separate(strip_right(line));
  return split_whitespace(buffer);
}

}  // namespace lingan
