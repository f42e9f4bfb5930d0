/// A tokenizer that only the test of variants knows: every code point is a token.
#include <lingan/base/utf8.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>
#include <lingan/text/tokenizer/vocabulary_tokenizer.h>

namespace lingan {
namespace {

template <class Emit>
void split_code_points(std::string_view text, const Emit& emit) {
  while (!text.empty()) {
    const size_t length = bytes_by_lead(text.front());
    emit(text.substr(0, length));
    text.remove_prefix(length);
  }
}

class ToyTokenizer final : public VocabularyTokenizer {
 public:
  ToyTokenizer(Vocabulary vocabulary, NormalizerOptions normalizer)
      : VocabularyTokenizer(std::move(vocabulary), std::move(normalizer)) {}

  static std::unique_ptr<Tokenizer> train(const TokenizerOptions& options,
                                          const LineReader& lines) {
    const auto split = [](std::string_view line,
                          const std::function<void(std::string_view)>& emit) {
      split_code_points(line, emit);
    };
    return std::make_unique<ToyTokenizer>(learn_vocabulary(options, lines, {}, split),
                                          options.normalizer);
  }

  std::string_view kind() const override { return "toy"; }

  std::vector<int32_t> encode(std::string_view line) const override {
    std::vector<int32_t> ids;
    std::string buffer;
    split_code_points(normalized(line, buffer),
                      [&](std::string_view part) { ids.push_back(vocabulary().find(part)); });
    return ids;
  }

  std::string decode(std::span<const int32_t> ids) const override {
    std::string text;
    for (const int32_t id : ids) {
      const std::string& part = vocabulary().piece(id);
      if (!is_silent(id)) text += part;
    }
    return text;
  }
};

}  // namespace

TokenizerCard toy_tokenizer_card() {
  return {.name = "toy",
          .summary = "a tokenizer to play with",
          .paper = "none",
          .content = TokenizerContent::kPieces,
          .train = ToyTokenizer::train,
          .load = load_vocabulary<ToyTokenizer>,
          .at_hand = TextAtHand::kLearnsIt};
}

}  // namespace lingan
