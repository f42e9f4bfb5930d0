/// N-grams of all sentences, interned order by order, exactly and in time linear in the tokens.
///
/// An n-gram is the pair of its first and its last (n-1)-gram, so with the ids of order n-1 at hand
/// its 64-bit key (first id, last id) is exact: no hash stands for a key anywhere. The occurrences
/// of one order are spread over partitions by a hash of the key (a radix partition), small enough
/// for the cache; equal n-grams meet in one partition, in the order of the text, and partitions are
/// worked on in parallel without locks.
///
/// Positions whose n-gram cannot matter any more (in BLEU: no reference has it) are dropped, and
/// all longer n-grams over them are never looked at.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// One occurrence of an n-gram.
struct NgramOccurrence {
  uint64_t key;       ///< equal for equal n-grams of one order
  uint32_t position;  ///< index of its first token in SentenceList::ids
  uint32_t sentence;  ///< index of its sentence
};

class NgramLevels {
 public:
  /// The id of a position whose n-gram has been dropped.
  static constexpr uint32_t kDropped = 0xFFFFFFFF;

  /// @param sentences  must live as long as this object.
  /// @param groups     empty, or [sentences.size()], >= 0: n-grams of sentences in different groups
  ///                   are different n-grams.
  /// @throws UsageError if there are more than 2^31 - 1 tokens or sentences.
  NgramLevels(const SentenceList& sentences, std::span<const int32_t> groups);

  /// Collects the occurrences of the next order (1 at the first call). A position takes part if the
  /// n-gram is inside its sentence and both of its (n-1)-grams were given ids.
  void next_order();

  /// The current order.
  int order() const { return order_; }

  int64_t partitions() const { return static_cast<int64_t>(starts_.size()) - 1; }

  /// The occurrences in a partition, ordered by position. May be overwritten.
  std::span<NgramOccurrence> partition(int64_t index) {
    return {occurrences_.data() + starts_[index],
            static_cast<size_t>(starts_[index + 1] - starts_[index])};
  }

  /// An id that no other partition uses for its `local`-th different n-gram, local < partition
  /// size.
  uint32_t id(int64_t partition, uint32_t local) const {
    return static_cast<uint32_t>(starts_[partition]) + local;
  }

  /// Names the n-gram of the current order that starts at a position; without a name it is dropped.
  void assign(uint32_t position, uint32_t id) { next_ids_[position] = id; }

 private:
  template <typename Visit>
  void visit_chunk(int64_t chunk, const Visit& visit) const;
  void count_partitions();
  void scatter();

  const SentenceList& sentences_;
  std::span<const int32_t> groups_;
  int order_ = 0;
  int shift_ = 64;                        // hash >> shift_ is the partition
  std::vector<uint32_t> ids_, next_ids_;  // [tokens]
  std::vector<int64_t> starts_;           // [partitions + 1]
  std::vector<int64_t> cursors_;          // [chunks, partitions]
  std::vector<NgramOccurrence> occurrences_;
};

/// A hash of a key that spreads over all 64 bits; partitions take the high bits, tables the low.
inline uint64_t hash_ngram_key(uint64_t key) {
  key ^= key >> 32;
  key *= 0xD6E8FEB86659FD93;
  key ^= key >> 32;
  key *= 0xD6E8FEB86659FD93;
  return key ^ key >> 32;
}

}  // namespace lingan::metrics
