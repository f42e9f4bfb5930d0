#include <lingan/text/tokenizer/whitespace_tokenizer.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <lingan/text/tokenizer/tokenizer_cards.h>

namespace lingan {
namespace {

/// As Python's str.split, which NLTK and sacreBLEU use: the separators U+001C..U+001F too.
bool is_ascii_space(uint8_t byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r') || (byte >= 0x1C && byte <= 0x1F);
}

}  // namespace

std::vector<std::string_view> split_whitespace(std::string_view text) {
  std::vector<std::string_view> parts;
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const size_t size = text.size();
  size_t begin = 0;
  size_t at = 0;
  while (at < size) {
    const size_t end = at;
    if (bytes[at] < 0x80) {
      if (!is_ascii_space(bytes[at++])) continue;
    } else {
      UChar32 c;
      U8_NEXT_OR_FFFD(bytes, at, size, c);
      if (!u_isUWhiteSpace(c)) continue;
    }
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = at;
  }
  if (size > begin) parts.push_back(text.substr(begin));
  return parts;
}

std::unique_ptr<Tokenizer> WhitespaceTokenizer::train(const TokenizerOptions& options,
                                                      const LineReader& lines) {
  const auto split = [](std::string_view line, const std::function<void(std::string_view)>& emit) {
    for (const auto part : split_whitespace(line)) emit(part);
  };
  return std::make_unique<WhitespaceTokenizer>(learn_vocabulary(options, lines, {}, split),
                                               options.normalizer);
}

std::vector<int32_t> WhitespaceTokenizer::encode(std::string_view line) const {
  std::string buffer;
  const auto parts = split_whitespace(normalized(line, buffer));
  std::vector<int32_t> ids;
  ids.reserve(parts.size());
  for (const auto part : parts) ids.push_back(vocabulary().find(part));
  return ids;
}

std::string WhitespaceTokenizer::decode(std::span<const int32_t> ids) const {
  std::string text;
  for (const int32_t id : ids) {
    const std::string& part = vocabulary().piece(id);
    if (is_silent(id)) continue;
    if (!text.empty()) text += ' ';
    text += part;
  }
  return text;
}

TokenizerCard whitespace_tokenizer_card() {
  return {.name = "whitespace",
          .summary = "tokens between white space, for text that is tokenized already",
          .paper = "Unicode property White_Space, and U+001C..U+001F as in Python",
          .content = TokenizerContent::kPieces,
          .train = WhitespaceTokenizer::train,
          .load = load_vocabulary<WhitespaceTokenizer>,
          .at_hand = TextAtHand::kHasItsTokens};
}

}  // namespace lingan
