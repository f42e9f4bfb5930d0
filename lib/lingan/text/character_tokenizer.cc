#include <lingan/text/character_tokenizer.h>

#include <lingan/text/segmenter.h>

namespace lingan {

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
  const std::string text = normalized(line);
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

}  // namespace lingan
