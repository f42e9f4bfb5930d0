/// A matrix of token ids: the form that text takes everywhere between tokenizer and metrics.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lingan {

/// Ids of the tokens with a meaning of their own; -1 where a vocabulary has none. The defaults are
/// what every vocabulary that lingan builds uses; a SentencePiece model that the user
/// trained, or an oracle, has its own.
struct SpecialTokens {
  int32_t pad = 0;  ///< fills rows after their length; never drawn
  int32_t bos = 1;  ///< fed before the first token; never stored in a TokenBatch, never drawn
  int32_t eos = 2;  ///< ends a sentence; -1: every sentence has full length
  int32_t unk = 3;  ///< stands for text outside the vocabulary

  /// What rows are filled with: pad, or 0 where there is none.
  int32_t filler() const { return pad < 0 ? 0 : pad; }
  bool operator==(const SpecialTokens&) const = default;
};

/// Tokens of the longest sentence that is read from a corpus, that a network can be made for and
/// that a run has.
inline constexpr int64_t kLongestSentence = 65536;

/// Sentences as rows of ids, all rows `width` wide and filled with pad after their length.
/// A row holds y_1..y_L; y_L is eos when the sentence ended inside the width. bos is not stored.
struct TokenBatch {
  int64_t rows = 0;
  int32_t width = 0;
  std::vector<int32_t> tokens;       ///< [rows, width]
  std::vector<int32_t> lengths;      ///< [rows], 0..width, eos counted
  std::vector<int32_t> labels = {};  ///< [rows], numbers of labels (labelled_sentences.h:
                                     ///< kUnknownLabel, too) or sources; empty: none

  /// A batch of pads, all lengths 0.
  static TokenBatch filled(int64_t rows, int32_t width, int32_t pad) {
    return {.rows = rows,
            .width = width,
            .tokens = std::vector<int32_t>(static_cast<size_t>(rows) * width, pad),
            .lengths = std::vector<int32_t>(static_cast<size_t>(rows), 0),
            .labels = {}};
  }

  /// The ids of a row without padding.
  std::span<const int32_t> row(int64_t index) const {
    return {tokens.data() + index * width, static_cast<size_t>(lengths[index])};
  }
};

/// The numbers of all rows: 0, 1, ..., rows - 1.
std::vector<int64_t> all_rows(const TokenBatch& batch);

/// The numbers of the rows that have a label, ascending.
std::vector<int64_t> rows_with_label(const TokenBatch& batch, int32_t label);

/// The rows with the given numbers, in that order.
/// @throws UsageError if a number is not that of a row.
TokenBatch select_rows(const TokenBatch& batch, std::span<const int64_t> rows);

}  // namespace lingan
