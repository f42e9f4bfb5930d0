#include <lingan/text/tokenizer/vocabulary_tokenizer.h>

#include <lingan/text/tokenizer/tokenizer_document.h>

namespace lingan {

std::string VocabularyTokenizer::serialize() const {
  TokenizerDocument document;
  document.kind = kind();
  document.normalizer = normalizer_;
  document.pieces = vocabulary_.learnt();
  return format_tokenizer_document(document);
}

Vocabulary learn_vocabulary(
    const TokenizerOptions& options, const LineReader& lines,
    const std::vector<std::string>& always,
    const std::function<void(std::string_view, const std::function<void(std::string_view)>&)>&
        split) {
  VocabularyCounter counter;
  while (const auto line = lines()) {
    split(normalize(*line, options.normalizer),
          [&counter](std::string_view piece) { counter.add(piece); });
  }
  return counter.build(options.vocabulary_size, options.min_count, always);
}

}  // namespace lingan
