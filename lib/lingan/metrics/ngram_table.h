/// An open-addressing table of the n-grams of one partition, with exact keys.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include <lingan/metrics/ngram_levels.h>

namespace lingan::metrics {

/// An entry with nothing but what the table needs.
struct NumberedKey {
  uint64_t key = 0;
  uint32_t number = 0;  ///< how many other keys came before it
};

/// Entry is a struct with the fields of NumberedKey and a default constructor.
template <typename Entry>
class NgramTable {
 public:
  /// No key is all ones: such a key would hold a dropped id.
  static constexpr uint64_t kEmpty = ~uint64_t{0};

  /// Forgets all entries; up to `count` different keys may follow.
  void reset(size_t count) {
    mask_ = std::bit_ceil(2 * count + 1) - 1;
    Entry empty;
    empty.key = kEmpty;
    entries_.assign(mask_ + 1, empty);
    size_ = 0;
  }

  /// The index of a key's entry, made, and numbered, if there is none.
  uint32_t insert(uint64_t key) {
    const size_t slot = probe(key);
    if (entries_[slot].key == kEmpty) {
      entries_[slot].key = key;
      entries_[slot].number = size_++;
    }
    return static_cast<uint32_t>(slot);
  }

  /// The entry of a key, or null.
  Entry* find(uint64_t key) {
    Entry& entry = entries_[probe(key)];
    return entry.key == kEmpty ? nullptr : &entry;
  }

  Entry& operator[](uint32_t slot) { return entries_[slot]; }

  /// How many different keys there are.
  uint32_t size() const { return size_; }

 private:
  size_t probe(uint64_t key) const {
    size_t slot = hash_ngram_key(key) & mask_;
    while (entries_[slot].key != key && entries_[slot].key != kEmpty) slot = (slot + 1) & mask_;
    return slot;
  }

  std::vector<Entry> entries_;
  size_t mask_ = 0;
  uint32_t size_ = 0;
};

}  // namespace lingan::metrics
