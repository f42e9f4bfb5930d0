#include <lingan/text/sacrebleu/chinese_characters.h>

#include <algorithm>
#include <array>

#include <lingan/base/utf8.h>

namespace lingan {
namespace {

struct CharacterRange {
  char32_t first;
  char32_t last;
};

// _UCODE_RANGES of tokenizer_zh.py. Two of them are not what was meant: '\u20000' is U+2000 and the
// digit 0 in Python, and compared as strings the ranges from '\u20000' to '\u2a6d6' and from
// '\u2f800' to '\u2fa1d' hold U+2001..U+2A6D and U+2F81..U+2FA1. So general punctuation, arrows
// and mathematical signs are set apart, and ideographs above U+FFFF are not. Published values have
// it so.
constexpr std::array kRanges{
    CharacterRange{0x3400, 0x4DB5}, CharacterRange{0x4E00, 0x9FA5}, CharacterRange{0x9FA6, 0x9FBB},
    CharacterRange{0xF900, 0xFA2D}, CharacterRange{0xFA30, 0xFA6A}, CharacterRange{0xFA70, 0xFAD9},
    CharacterRange{0x2001, 0x2A6D}, CharacterRange{0x2F81, 0x2FA1}, CharacterRange{0xFF00, 0xFFEF},
    CharacterRange{0x2E80, 0x2EFF}, CharacterRange{0x3000, 0x303F}, CharacterRange{0x31C0, 0x31EF},
    CharacterRange{0x2F00, 0x2FDF}, CharacterRange{0x2FF0, 0x2FFF}, CharacterRange{0x3100, 0x312F},
    CharacterRange{0x31A0, 0x31BF}, CharacterRange{0xFE10, 0xFE1F}, CharacterRange{0xFE30, 0xFE4F},
    CharacterRange{0x2600, 0x26FF}, CharacterRange{0x2700, 0x27BF}, CharacterRange{0x3200, 0x32FF},
    CharacterRange{0x3300, 0x33FF}};

/// Characters of three bytes: all of the ranges have so many.
char32_t three_bytes(std::string_view character) {
  const auto part = [&](size_t at) { return static_cast<char32_t>(character[at] & 0x3F); };
  return static_cast<char32_t>(character[0] & 0x0F) << 12 | part(1) << 6 | part(2);
}

}  // namespace

bool is_chinese_to_sacrebleu(char32_t character) {
  return std::ranges::any_of(kRanges, [character](const CharacterRange& range) {
    return range.first <= character && character <= range.last;
  });
}

std::string separate_chinese_characters(std::string_view line) {
  std::string separated;
  separated.reserve(line.size() + line.size() / 2);
  for (size_t at = 0; at < line.size();) {
    const uint32_t bytes = bytes_by_lead(line[at]);
    const std::string_view character = line.substr(at, bytes);
    const bool apart = bytes == 3 && is_chinese_to_sacrebleu(three_bytes(character));
    if (apart) separated += ' ';
    separated += character;
    if (apart) separated += ' ';
    at += bytes;
  }
  return separated;
}

}  // namespace lingan
