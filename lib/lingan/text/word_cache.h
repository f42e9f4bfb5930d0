/// What words were encoded as, for one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lingan {

/// A word of at most 24 bytes as three numbers, first byte lowest, 0 behind its end.
struct WordKey {
  static constexpr size_t kMostBytes = 24;

  uint64_t parts[3] = {0, 0, 0};
  uint16_t tag = 0;  ///< bytes, and whether a space mark belongs to the word; never 0

  void set_tag(size_t bytes, bool has_mark) {
    tag = static_cast<uint16_t>(0x200 | (has_mark ? 0x100 : 0) | bytes);
  }
};

/// A word and its ids.
struct alignas(64) CachedWord {
  static constexpr size_t kMostIds = 7;

  uint64_t parts[3] = {0, 0, 0};
  uint16_t tag = 0;  ///< 0: an empty slot
  uint16_t count = 0;
  float reach = 0;  ///< SubwordEncoder says what these two are
  float limit = 0;
  int32_t ids[kMostIds] = {};

  bool matches(const WordKey& key) const {
    return tag == key.tag && parts[0] == key.parts[0] && parts[1] == key.parts[1] &&
           parts[2] == key.parts[2];
  }
};
static_assert(sizeof(CachedWord) == 64, "a cached word fills a cache line");

/// A table of fixed size in which a new word takes the place of an older one.
class WordCache {
 public:
  WordCache() : slots_(size_t{1} << kSlotBits) {}

  /// The word; null if it is not there.
  const CachedWord* find(const WordKey& key) const {
    const size_t slot = slot_of(key);
    if (slots_[slot].matches(key)) return &slots_[slot];
    return slots_[slot ^ 1].matches(key) ? &slots_[slot ^ 1] : nullptr;
  }

  void insert(const CachedWord& word) {
    WordKey key;
    for (size_t i = 0; i < 3; ++i) key.parts[i] = word.parts[i];
    key.tag = word.tag;
    const size_t slot = slot_of(key);
    slots_[slot ^ 1] = slots_[slot];
    slots_[slot] = word;
  }

 private:
  static constexpr int kSlotBits = 15;  ///< 2 MiB

  static size_t slot_of(const WordKey& key) {
    uint64_t hash = key.parts[0] * 0x9E3779B97F4A7C15u + key.tag;
    hash ^= key.parts[1] * 0xC2B2AE3D27D4EB4Fu;
    hash ^= key.parts[2] * 0x27D4EB2F165667C5u;
    hash ^= hash >> 32;
    return (hash * 0xD6E8FEB86659FD93u) >> (64 - kSlotBits);
  }

  std::vector<CachedWord> slots_;
};

}  // namespace lingan
