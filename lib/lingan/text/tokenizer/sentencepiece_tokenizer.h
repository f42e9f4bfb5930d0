/// SentencePiece models (unigram and BPE), trained by lingan or by its user.
///
/// Sources: Kudo 2018, "Subword Regularization" (arXiv:1804.10959) for unigram; Sennrich, Haddow,
/// Birch 2016, "Neural Machine Translation of Rare Words with Subword Units" (arXiv:1508.07909) for
/// BPE; Kudo, Richardson 2018, "SentencePiece" (arXiv:1808.06226).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <lingan/text/tokenizer/tokenizer.h>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace lingan {

class SharedWords;
class SubwordEncoder;
struct SubwordModel;

/// The pieces that SentencePiece's library gives, computed by SubwordEncoder; the library trains
/// models, loads them and decodes. The model's ids stay as they are; where it has no pad, bos or
/// eos, ids for them follow its own.
///
/// A model that `train` made normalizes by ICU only, keeps all spaces and writes characters that it
/// never saw as bytes, so that decode(encode(x)) is the normalized x. The one exception is U+2581,
/// SentencePiece's own sign for a space, which reads as a space.
class SentencePieceTokenizer : public Tokenizer {
 public:
  /// @param model  the bytes of a `.model` file.
  /// @throws InputError if they are malformed or the model is neither unigram nor BPE.
  SentencePieceTokenizer(std::string model, NormalizerOptions normalizer);
  ~SentencePieceTokenizer() override;

  static std::unique_ptr<Tokenizer> train(const TokenizerOptions& options, const LineReader& lines);

  std::string_view kind() const override { return kind_; }
  int32_t size() const override { return size_; }
  SpecialTokens specials() const override { return specials_; }
  NormalizerOptions normalizer() const override { return normalizer_; }
  std::string piece(int32_t id) const override;
  std::vector<int32_t> encode(std::string_view line) const override;
  void append_ids(std::string_view line, std::vector<int32_t>& ids) const override;
  const SubwordModel* subword_model() const override { return encoding_.get(); }
  std::string decode(std::span<const int32_t> ids) const override;
  std::string serialize() const override;

 private:
  SubwordEncoder& encoder() const;

  std::string model_;
  NormalizerOptions normalizer_;
  std::string_view kind_;
  std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
  std::unique_ptr<const SubwordModel> encoding_;
  std::unique_ptr<SharedWords> words_;  ///< of the threads' encoders
  uint64_t number_;                     ///< no other tokenizer of the process has it
  int32_t size_ = 0;
  SpecialTokens specials_;
};

}  // namespace lingan
