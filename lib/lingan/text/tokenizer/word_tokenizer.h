/// Words between ICU's word boundaries, for running text in any script.
#pragma once

#include <vector>

#include <lingan/text/tokenizer/detokenized_spacing.h>
#include <lingan/text/tokenizer/vocabulary_tokenizer.h>

namespace lingan {

/// Every part between two word boundaries is a token, but for the single spaces that spacing.h
/// expects. A single space that is not expected is the token " "; the token `<glue>` stands where a
/// space is expected and there is none. Longer runs of spaces are tokens as they are. So
/// decode(encode(x)) is the normalized x, spaces included.
class WordTokenizer : public VocabularyTokenizer {
 public:
  WordTokenizer(Vocabulary vocabulary, NormalizerOptions normalizer);
  static std::unique_ptr<Tokenizer> train(const TokenizerOptions& options, const LineReader& lines);

  std::string_view kind() const override { return "word"; }
  std::vector<int32_t> encode(std::string_view line) const override;
  std::string decode(std::span<const int32_t> ids) const override;

 private:
  std::vector<Edges> edges_;  ///< of every id
  int32_t glue_;  ///< id of `<glue>`; that of unk if the training text had no need of it
};

}  // namespace lingan
