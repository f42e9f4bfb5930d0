#include <lingan/text/tokenizer/character_tokenizer.h>

#include <algorithm>

#include <lingan/text/tokenizer/icu_boundaries.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

namespace lingan {
namespace {

/// In ASCII only CR LF is one grapheme cluster.
bool stands_alone(char byte) { return static_cast<unsigned char>(byte) < 0x80 && byte != '\r'; }

}  // namespace

CharacterTokenizer::CharacterTokenizer(Vocabulary vocabulary, NormalizerOptions normalizer)
    : VocabularyTokenizer(std::move(vocabulary), std::move(normalizer)) {
  for (size_t byte = 0; byte < ascii_ids_.size(); ++byte) {
    const char character = static_cast<char>(byte);
    ascii_ids_[byte] = this->vocabulary().find({&character, 1});
  }
}

std::unique_ptr<Tokenizer> CharacterTokenizer::train(const TokenizerOptions& options,
                                                     const LineReader& lines) {
  const auto split = [](std::string_view line, const std::function<void(std::string_view)>& emit) {
    for (const auto part : split_graphemes(line)) emit(part);
  };
  return std::make_unique<CharacterTokenizer>(learn_vocabulary(options, lines, {}, split),
                                              options.normalizer);
}

std::vector<int32_t> CharacterTokenizer::encode(std::string_view line) const {
  std::vector<int32_t> ids;
  std::string buffer;
  const std::string_view text = normalized(line, buffer);
  if (std::all_of(text.begin(), text.end(), stands_alone)) {
    ids.reserve(text.size());
    for (const char byte : text) ids.push_back(ascii_ids_[static_cast<unsigned char>(byte)]);
    return ids;
  }
  for (const auto part : split_graphemes(text)) ids.push_back(vocabulary().find(part));
  return ids;
}

std::string CharacterTokenizer::decode(std::span<const int32_t> ids) const {
  std::string text;
  for (const int32_t id : ids) {
    const std::string& part = vocabulary().piece(id);
    if (!is_silent(id)) text += part;
  }
  return text;
}

TokenizerCard character_tokenizer_card() {
  return {.name = "character",
          .summary = "characters as a reader sees them, spaces included",
          .paper = "Unicode UAX #29, grapheme clusters",
          .content = TokenizerContent::kPieces,
          .train = CharacterTokenizer::train,
          .load = load_vocabulary<CharacterTokenizer>,
          .at_hand = TextAtHand::kLearnsIt};
}

}  // namespace lingan
