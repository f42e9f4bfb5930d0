/// Vocabularies: pieces of text with ids, the special tokens first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/text/text_map.h>

namespace lingan {

/// Finds texts of a list by one look at a table of hashes and one at the text.
class TextIndex {
 public:
  /// Adds texts[place]; false if it has an equal text.
  bool add(const std::vector<std::string>& texts, int32_t place);
  /// The place of a text; -1 if it is not in the list.
  int32_t find(const std::vector<std::string>& texts, std::string_view text) const;

 private:
  struct Slot {
    uint32_t hash = 0;
    int32_t place = -1;
  };

  void grow();

  std::vector<Slot> slots_;  ///< open addressing; a power of two
  size_t used_ = 0;
};

/// Pieces with ids: `<pad>` 0, `<bos>` 1, `<eos>` 2, `<unk>` 3, then the pieces that were learnt.
class Vocabulary {
 public:
  static constexpr int32_t kSpecialCount = 4;

  /// @param pieces  those after the special ones, in the order of their ids.
  /// @throws InputError if a piece is empty, appears twice or is `<unk>`.
  explicit Vocabulary(std::vector<std::string> pieces);

  int32_t size() const { return static_cast<int32_t>(pieces_.size()); }
  SpecialTokens specials() const { return {}; }

  /// The text of an id.  @throws UsageError if id is not in 0..size()-1.
  const std::string& piece(int32_t id) const;

  /// The id of a text; that of unk for one that is not in the vocabulary, or that is `<unk>`. The
  /// other special tokens have no text.
  int32_t find(std::string_view text) const;

  /// The pieces after the special ones.
  std::vector<std::string> learnt() const;

 private:
  std::vector<std::string> pieces_;
  TextIndex index_;  ///< of all but the first three
};

/// Counts pieces and keeps the most frequent.
class VocabularyCounter {
 public:
  void add(std::string_view piece);

  /// The pieces in order of falling count, then of code points.
  /// @param size  maximum number of ids, the special ones included; 0: no limit.
  /// @param min_count  leaves out rarer pieces.
  /// @param always  pieces that stay, if they were seen, however rare they are.
  /// @throws UsageError if size is neither 0 nor above Vocabulary::kSpecialCount, InputError if no
  /// piece is left.
  Vocabulary build(int32_t size, int64_t min_count, const std::vector<std::string>& always) const;

 private:
  TextMap<int64_t> counts_;
};

}  // namespace lingan
