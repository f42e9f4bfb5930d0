/// A token for each line, for lists of items.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <lingan/text/tokenizer/vocabulary_tokenizer.h>

namespace lingan {

/// Takes a whole line for one token, without the white space at its ends; a blank line has none.
class LineTokenizer : public VocabularyTokenizer {
 public:
  LineTokenizer(Vocabulary vocabulary, NormalizerOptions normalizer)
      : VocabularyTokenizer(std::move(vocabulary), std::move(normalizer)) {}
  static std::unique_ptr<Tokenizer> train(const TokenizerOptions& options, const LineReader& lines);

  std::string_view kind() const override { return "line"; }
  std::vector<int32_t> encode(std::string_view line) const override;
  /// Of several tokens, as no line has them, with a space between.
  std::string decode(std::span<const int32_t> ids) const override;
};

}  // namespace lingan
