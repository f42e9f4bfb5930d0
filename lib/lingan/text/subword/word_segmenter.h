/// The segmentation of a text under a SentencePiece model, with the buffers that the kernels need.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <lingan/text/subword/subword_model.h>
#include <lingan/text/subword/word_cache.h>

namespace lingan {

/// Segments texts with one model, for one thread.
class WordSegmenter {
 public:
  /// @param pieces  must outlive all calls of segment.
  explicit WordSegmenter(const PieceTables& pieces);

  const UnknownText& unknown() const { return unknown_; }

  /// Writes the ids of a text.
  /// @param score  of the line before the text (unigram)
  /// @param word  its reach and limit are filled in, for a text that starts at 0
  /// @param ids  [text.size()] at least, written
  /// @return how many ids there are
  uint32_t segment(std::string_view text, float score, EncodedWord& word, int32_t* ids) {
    return is_unigram_ ? segment_unigram(text, score, word, ids) : segment_pairs(text, word, ids);
  }

  /// Of the line up to the end of the last text (unigram).
  float score() const { return score_; }

 private:
  uint32_t segment_unigram(std::string_view text, float score, EncodedWord& word, int32_t* ids);
  uint32_t segment_pairs(std::string_view text, EncodedWord& word, int32_t* ids);

  bool is_unigram_;
  UnigramView unigram_;
  BytePairView pairs_;
  UnknownText unknown_;
  float score_ = 0;

  std::vector<LatticeNode> nodes_;
  std::vector<TextSymbol> symbols_;
  std::vector<uint32_t> links_;
  std::vector<WaitingMerge> queue_;
  std::vector<WaitingSymbol> stack_;
  std::vector<SymbolSplit> splits_;
};

}  // namespace lingan
