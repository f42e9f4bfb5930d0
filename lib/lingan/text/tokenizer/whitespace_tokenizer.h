/// Tokens between white space, for text that is already tokenized.
#pragma once

#include <vector>

#include <lingan/text/tokenizer/vocabulary_tokenizer.h>

namespace lingan {

/// Splits at white space (Unicode's White_Space property and U+001C..U+001F, as Python does) and
/// joins by one space: for this kind the normalized text has no white space at its ends and single
/// spaces inside.
class WhitespaceTokenizer : public VocabularyTokenizer {
 public:
  WhitespaceTokenizer(Vocabulary vocabulary, NormalizerOptions normalizer)
      : VocabularyTokenizer(std::move(vocabulary), std::move(normalizer)) {}
  static std::unique_ptr<Tokenizer> train(const TokenizerOptions& options, const LineReader& lines);

  std::string_view kind() const override { return "whitespace"; }
  std::vector<int32_t> encode(std::string_view line) const override;
  std::string decode(std::span<const int32_t> ids) const override;
};

/// The parts of a text between white space.  @param text  valid UTF-8.
std::vector<std::string_view> split_whitespace(std::string_view text);

/// Whether there is nothing but white space.  @param text  valid UTF-8.
inline bool is_blank(std::string_view text) { return split_whitespace(text).empty(); }

}  // namespace lingan
