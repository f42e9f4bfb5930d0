#include <lingan/text/tokenizer/line_tokenizer.h>

#include <string>

#include <lingan/text/tokenizer/tokenizer_cards.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

/// A view of the line without white space at its ends; empty of a blank one.
std::string_view trimmed(std::string_view line) {
  const auto words = split_whitespace(line);
  if (words.empty()) return {};
  const char* const end = words.back().data() + words.back().size();
  return {words.front().data(), static_cast<size_t>(end - words.front().data())};
}

}  // namespace

std::unique_ptr<Tokenizer> LineTokenizer::train(const TokenizerOptions& options,
                                                const LineReader& lines) {
  const auto whole = [](std::string_view line, const std::function<void(std::string_view)>& emit) {
    const std::string_view item = trimmed(line);
    if (!item.empty()) emit(item);
  };
  return std::make_unique<LineTokenizer>(learn_vocabulary(options, lines, {}, whole),
                                         options.normalizer);
}

std::vector<int32_t> LineTokenizer::encode(std::string_view line) const {
  std::string buffer;
  const std::string_view item = trimmed(normalized(line, buffer));
  if (item.empty()) return {};
  return {vocabulary().find(item)};
}

std::string LineTokenizer::decode(std::span<const int32_t> ids) const {
  std::string text;
  for (const int32_t id : ids) {
    const std::string& item = vocabulary().piece(id);
    if (is_silent(id)) continue;
    if (!text.empty()) text += ' ';
    text += item;
  }
  return text;
}

TokenizerCard line_tokenizer_card() {
  return {.name = "line",
          .summary = "a token for each line, for lists of items",
          .paper = "",
          .content = TokenizerContent::kPieces,
          .train = LineTokenizer::train,
          .load = load_vocabulary<LineTokenizer>};
}

}  // namespace lingan
