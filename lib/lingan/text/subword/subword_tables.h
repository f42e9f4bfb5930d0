/// SentencePiece models as flat arrays, for the bodies in kernels/.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/text/subword/double_array_builder.h>
#include <lingan/text/subword/kernels/pair_merging.h>
#include <lingan/text/subword/kernels/piece_normalization.h>
#include <lingan/text/subword/kernels/unigram_lattice.h>
#include <lingan/text/subword/sentencepiece_model.h>

namespace lingan {

/// Where a normalized text falls into parts that no piece and no rule reaches across, so that each
/// can be encoded by itself.
enum class WordBoundary : uint8_t {
  kNone,        ///< nowhere: pieces reach across spaces
  kBeforeMark,  ///< before a run of marks
  kAfterMark,   ///< after a run of marks
};

/// How a model normalizes.
class NormalizationTables {
 public:
  explicit NormalizationTables(const SentencePieceModel& model);

  PieceNormalizerView view() const;

  /// Bytes of view().texts, the last NUL included.
  size_t text_bytes() const { return texts_.size() + 1; }

  /// Whether the rules write nothing but UTF-8.
  bool writes_utf8() const { return writes_utf8_; }

  /// Whether no rule and no user-defined symbol has a space in it: then what is between spaces is
  /// normalized by itself.
  bool spaces_separate() const { return spaces_separate_; }

 private:
  void find_classes();

  DoubleArray rules_;
  DoubleArray symbols_;
  std::string texts_;
  std::array<ByteClass, 256> classes_{};
  PieceNormalizerView options_;
  bool writes_utf8_ = true;
  bool spaces_separate_ = true;
};

/// What is written for unknown text.
class UnknownTables {
 public:
  explicit UnknownTables(const SentencePieceModel& model);

  UnknownText view() const { return {id_, bytes_.empty() ? nullptr : bytes_.data()}; }

 private:
  int32_t id_ = 0;
  std::vector<int32_t> bytes_;  ///< [256], or empty
};

/// A unigram model.
class UnigramTables {
 public:
  /// @param rounds_first  see UnigramView
  UnigramTables(const SentencePieceModel& model, bool rounds_first);

  UnigramView view() const;

  /// What a path's score grows by with each id that is written, [ids]: adding them up from left to
  /// right in float32 gives the lattice's score at the path's end, if no run of unknown characters
  /// was written as one id and all text is UTF-8.
  const std::vector<double>& written_scores() const { return written_scores_; }

 private:
  DoubleArray pieces_;
  std::vector<double> scores_;
  std::vector<double> written_scores_;
  float unknown_score_ = 0;
  bool rounds_first_ = false;
  UnknownTables unknown_;
};

/// A BPE model.
class BytePairTables {
 public:
  /// Written for a character that is a control piece: text must not have it.
  static constexpr int32_t kForbiddenId = -2;

  explicit BytePairTables(const SentencePieceModel& model);

  BytePairView view() const;
  size_t symbols() const { return ids_.size(); }
  /// Whether pieces are split again: then words depend on one another.
  bool has_unused() const { return !unused_.empty(); }
  bool has_forbidden() const { return has_forbidden_; }

 private:
  void number_symbols(const SentencePieceModel& model, TrieEntries& texts);
  void find_pairs(const SentencePieceModel& model, const TrieEntries& texts);
  void set_pairs(const std::vector<SymbolPair>& pairs);

  DoubleArray symbols_;
  DoubleArray user_defined_;
  std::vector<SymbolPair> pairs_;
  std::vector<int32_t> ids_;
  std::vector<uint32_t> lengths_;
  std::vector<uint8_t> unused_;  ///< [symbols], or empty if no piece is unused
  bool has_forbidden_ = false;
  UnknownTables unknown_;
};

/// Where texts under a model fall apart.
WordBoundary find_word_boundary(const SentencePieceModel& model);

}  // namespace lingan
