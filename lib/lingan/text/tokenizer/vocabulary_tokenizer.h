/// What the tokenizers over a learnt vocabulary share.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <lingan/text/tokenizer/tokenizer.h>
#include <lingan/text/tokenizer/tokenizer_document.h>
#include <lingan/text/tokenizer/vocabulary.h>

namespace lingan {

/// A tokenizer whose pieces are looked up in a Vocabulary.
class VocabularyTokenizer : public Tokenizer {
 public:
  int32_t size() const override { return vocabulary_.size(); }
  SpecialTokens specials() const override { return vocabulary_.specials(); }
  NormalizerOptions normalizer() const override { return normalizer_; }
  std::string piece(int32_t id) const override { return vocabulary_.piece(id); }
  std::string serialize() const override;

 protected:
  VocabularyTokenizer(Vocabulary vocabulary, NormalizerOptions normalizer)
      : vocabulary_(std::move(vocabulary)), normalizer_(std::move(normalizer)) {}

  const Vocabulary& vocabulary() const { return vocabulary_; }
  /// The normalized line: a view of it, or of `buffer`.
  std::string_view normalized(std::string_view line, std::string& buffer) const {
    return normalize(line, normalizer_, buffer);
  }

  /// Whether an id is read as nothing: pad, bos or eos.
  bool is_silent(int32_t id) const {
    const SpecialTokens marks = specials();
    return id == marks.pad || id == marks.bos || id == marks.eos;
  }

 private:
  Vocabulary vocabulary_;
  NormalizerOptions normalizer_;
};

/// The tokenizer of a document: TokenizerCard::load of such kinds.
template <class Kind>
std::unique_ptr<Tokenizer> load_vocabulary(TokenizerDocument document) {
  return std::make_unique<Kind>(Vocabulary(std::move(document.pieces)), document.normalizer);
}

/// Learns the vocabulary of a kind of tokenizer from lines.
/// @param split  calls its second argument with every piece of a normalized line.
Vocabulary learn_vocabulary(
    const TokenizerOptions& options, const LineReader& lines,
    const std::vector<std::string>& always,
    const std::function<void(std::string_view, const std::function<void(std::string_view)>&)>&
        split);

}  // namespace lingan
