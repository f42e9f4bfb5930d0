/// What words were encoded as, for all threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include <lingan/text/subword/word_cache.h>

namespace lingan {

/// A table that the encoders of one model ask for words that their own caches lack, so that a word
/// which one thread has segmented costs the others a look. A word that is in stays and never
/// changes: it is read without a lock. Once the places of a word are taken it is not kept; 1 MiB.
/// Members may be called from several threads.
class SharedWords {
 public:
  SharedWords() : slots_(std::make_unique<Slot[]>(size_t{1} << kSlotBits)) {}

  /// Counts an encoder. One alone does without the table: it would only ask for its own words.
  void join() { encoders_.fetch_add(1, std::memory_order_relaxed); }

  /// Sets `word` to the key's, whose ids stay as long as the table; false if the table lacks it.
  bool find(const WordKey& key, EncodedWord& word) const;

  /// @param word  with at most WordCache::kMaxIds ids
  void insert(const WordKey& key, const EncodedWord& word);

 private:
  static constexpr int kSlotBits = 14;
  static constexpr uint16_t kBeingWritten = 1;  ///< no key's tag

  struct alignas(64) Slot {
    uint64_t parts[3];
    int32_t ids[WordCache::kMaxIds];
    std::atomic<uint16_t> tag = 0;  ///< 0: empty; written last
    uint16_t count;
    float reach;
    float limit;
  };

  bool has_others() const { return encoders_.load(std::memory_order_relaxed) > 1; }

  std::unique_ptr<Slot[]> slots_;
  std::atomic<int> encoders_ = 0;
};

}  // namespace lingan
