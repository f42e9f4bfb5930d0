#include <cstdint>
#include <vector>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <lingan/text/sacrebleu/punctuation.h>

namespace lingan {
namespace {

enum class Category { kNumber, kPunctuation, kSymbol, kOther };

struct Character {
  std::string_view bytes;
  Category category;
};

constexpr Character kSpace{" ", Category::kOther};

Category category_of(UChar32 character) {
  const uint32_t mask = U_GET_GC_MASK(character);
  if (mask & U_GC_N_MASK) return Category::kNumber;
  if (mask & U_GC_P_MASK) return Category::kPunctuation;
  return mask & U_GC_S_MASK ? Category::kSymbol : Category::kOther;
}

std::vector<Character> characters_of(std::string_view line) {
  std::vector<Character> characters;
  characters.reserve(line.size());
  for (size_t at = 0; at < line.size();) {
    const size_t begin = at;
    UChar32 character;
    U8_NEXT_OR_FFFD(line.data(), at, line.size(), character);
    characters.push_back({line.substr(begin, at - begin), category_of(character)});
  }
  return characters;
}

using Test = bool (*)(Category category);
bool is_punctuation(Category category) { return category == Category::kPunctuation; }
bool is_no_number(Category category) { return category != Category::kNumber; }

// Puts a space between two characters, and one before or after both: what the expression
// (first)(second) matches. It goes on after a match: a character belongs to one at most.
std::vector<Character> separate_pairs(const std::vector<Character>& line, Test first, Test second,
                                      bool space_before) {
  std::vector<Character> result;
  result.reserve(line.size() + line.size() / 4);
  for (size_t at = 0; at < line.size(); ++at) {
    const bool matches =
        at + 1 < line.size() && first(line[at].category) && second(line[at + 1].category);
    if (!matches) {
      result.push_back(line[at]);
      continue;
    }
    if (space_before) result.push_back(kSpace);
    result.insert(result.end(), {line[at], kSpace, line[at + 1]});
    if (!space_before) result.push_back(kSpace);
    ++at;
  }
  return result;
}

}  // namespace

std::string separate_unicode_punctuation(std::string_view line) {
  const auto after_no_number =
      separate_pairs(characters_of(line), is_no_number, is_punctuation, false);
  const auto separated = separate_pairs(after_no_number, is_punctuation, is_no_number, true);
  std::string result;
  result.reserve(2 * line.size());
  for (const Character& character : separated) {
    const bool apart = character.category == Category::kSymbol;
    if (apart) result += ' ';
    result += character.bytes;
    if (apart) result += ' ';
  }
  return result;
}

}  // namespace lingan
