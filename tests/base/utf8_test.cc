#include <lingan/base/utf8.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <unordered_set>

namespace lingan::utf8_test {
namespace {

TEST(Utf8, AcceptsTheFirstAndLastCodePointOfEveryLength) {
  for (const std::string text : {"\x7F", "\u0080", "\u07FF", "\u0800", "\xED\x9F\xBF", "\uE000",
                                 "\uFFFF", "\U00010000", "\U0010FFFF"}) {
    EXPECT_EQ(valid_utf8_prefix(text), text.size()) << text;
  }
}

TEST(Utf8, StopsAtTheFirstMalformedByte) {
  const struct {
    std::string text;
    size_t prefix;
  } cases[] = {
      {"abc\x80", 3},                  // continuation without a lead
      {"\xC0\x80", 0},                 // over-long NUL
      {"\xE0\x9F\xBF", 0},             // over-long U+07FF
      {"\xF0\x8F\xBF\xBF", 0},         // over-long U+FFFF
      {"ab\xED\xA0\x80", 2},           // surrogate
      {"\xF4\x90\x80\x80", 0},         // above U+10FFFF
      {"\xF5\x80\x80\x80", 0},         // no lead byte
      {"12345678\xE3\x81", 8},         // cut off
      {"\u3042\u3042\u3042\xFFz", 9},  // after long characters
  };
  for (const auto& [text, prefix] : cases) EXPECT_EQ(valid_utf8_prefix(text), prefix);
}

// Unicode 15, table 3-8: U+FFFD for maximal subparts.
TEST(Utf8, ReplacesMaximalSubparts) {
  EXPECT_EQ(replace_malformed_utf8("a\xF1\x80\x80\xE1\x80\xC2"
                                   "b\x80"
                                   "c\x80\xBF"
                                   "d"),
            "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
  EXPECT_EQ(replace_malformed_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
}

/// UTF-8 by its definition, of the code points whose bytes are all among these: what they are, the
/// surrogates left out, and how they begin.
struct Definition {
  std::unordered_set<std::string> characters;
  std::unordered_set<std::string> starts;  ///< of characters, at least a byte short

  explicit Definition(const std::string& alphabet) {
    for (uint32_t c = 0; c <= 0x10FFFF; ++c) {
      if (c >= 0xD800 && c <= 0xDFFF) continue;
      const std::string bytes = bytes_of(c);
      if (bytes.find_first_not_of(alphabet) != std::string::npos) continue;
      characters.insert(bytes);
      for (size_t size = 1; size < bytes.size(); ++size) starts.insert(bytes.substr(0, size));
    }
  }

  static std::string bytes_of(uint32_t c) {
    const auto trail = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x80) return {static_cast<char>(c)};
    if (c < 0x800) return {static_cast<char>(0xC0 | c >> 6), trail(0)};
    if (c < 0x10000) return {static_cast<char>(0xE0 | c >> 12), trail(6), trail(0)};
    return {static_cast<char>(0xF0 | c >> 18), trail(12), trail(6), trail(0)};
  }

  static size_t longest_front(const std::unordered_set<std::string>& set, const std::string& text) {
    size_t size = std::min<size_t>(4, text.size());
    while (size > 0 && !set.contains(text.substr(0, size))) --size;
    return size;
  }

  std::string repair(std::string text) const {
    std::string repaired;
    while (!text.empty()) {
      const size_t good = longest_front(characters, text);
      repaired += good > 0 ? text.substr(0, good) : "\uFFFD";
      text.erase(0, good > 0 ? good : std::max<size_t>(1, longest_front(starts, text)));
    }
    return repaired;
  }
};

TEST(Utf8, AgreesWithTheDefinitionOnAllShortStringsOfTellingBytes) {
  const std::string alphabet =
      "A\x80\x8F\x90\x9F\xA0\xBF\xC1\xC2\xDF\xE0\xE1\xED\xEF\xF0\xF3\xF4\xF5";
  const Definition definition(alphabet);
  const size_t count = alphabet.size();
  for (size_t number = 0; number < count * count * count * count; ++number) {
    std::string text;
    for (size_t rest = number, i = 0; i < 4; ++i, rest /= count) text += alphabet[rest % count];
    ASSERT_EQ(well_formed_bytes(text.data(), 4),
              Definition::longest_front(definition.characters, text))
        << ::testing::PrintToString(text);
    ASSERT_EQ(replace_malformed_utf8(text), definition.repair(text))
        << ::testing::PrintToString(text);
  }
}

}  // namespace
}  // namespace lingan::utf8_test
