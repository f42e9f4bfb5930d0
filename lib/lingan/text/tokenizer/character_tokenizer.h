/// Characters as a reader sees them (extended grapheme clusters).
#pragma once

#include <array>
#include <vector>

#include <lingan/text/tokenizer/vocabulary_tokenizer.h>

namespace lingan {

/// Every extended grapheme cluster is a token, spaces included: a letter with its combining marks,
/// an emoji sequence, a Hangul syllable.
class CharacterTokenizer : public VocabularyTokenizer {
 public:
  CharacterTokenizer(Vocabulary vocabulary, NormalizerOptions normalizer);
  static std::unique_ptr<Tokenizer> train(const TokenizerOptions& options, const LineReader& lines);

  std::string_view kind() const override { return "character"; }
  std::vector<int32_t> encode(std::string_view line) const override;
  std::string decode(std::span<const int32_t> ids) const override;

 private:
  std::array<int32_t, 128> ascii_ids_{};
};

}  // namespace lingan
