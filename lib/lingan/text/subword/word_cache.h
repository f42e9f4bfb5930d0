/// What words were encoded as, for one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lingan {

/// A word of at most 24 bytes as three numbers, first byte lowest, 0 after its end.
struct WordKey {
  static constexpr size_t kMaxBytes = 24;

  uint64_t parts[3] = {0, 0, 0};
  uint16_t tag = 0;  ///< bytes, and what word they are; never 0

  /// @param has_mark  whether a space mark belongs to the word
  /// @param is_raw  whether it is a word of the text, not of the normalized text
  void set_tag(size_t bytes, bool has_mark, bool is_raw) {
    tag = static_cast<uint16_t>(0x400 | (is_raw ? 0x200 : 0) | (has_mark ? 0x100 : 0) | bytes);
  }
  bool has_mark() const { return (tag & 0x100) != 0; }
  bool is_short() const { return (tag & 0xFF) <= 8; }

  /// Where the key belongs in a table of 2^bits places that looks at `kParts` of its parts.
  template <size_t kParts>
  size_t place(int bits) const {
    constexpr uint64_t kMixers[3] = {0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu, 0x27D4EB2F165667C5u};
    uint64_t hash = tag;
    for (size_t i = 0; i < kParts; ++i) hash += parts[i] * kMixers[i];
    hash ^= hash >> 32;
    return (hash * 0xD6E8FEB86659FD93u) >> (64 - bits);
  }
};

/// What a word became. SubwordEncoder says what reach and limit are.
struct EncodedWord {
  const int32_t* ids = nullptr;
  uint32_t count = 0;
  float reach = 0;
  float limit = 0;
};

/// A table of words with up to 8 * kParts bytes and kIds ids, of fixed size: a new word takes the
/// place of an older one.
template <size_t kParts, size_t kIds, int kSlotBits>
class WordTable {
 public:
  static constexpr size_t kMaxIds = kIds;

  WordTable() : slots_(size_t{1} << kSlotBits) {}

  /// Sets `word` to the key's; false if the table lacks it.
  bool find(const WordKey& key, EncodedWord& word) const {
    const size_t place = key.place<kParts>(kSlotBits);
    const Slot* slot = &slots_[place];
    if (!matches(*slot, key)) {
      slot = &slots_[place ^ 1];
      if (!matches(*slot, key)) return false;
    }
    word = {slot->ids, slot->count, slot->reach, slot->limit};
    return true;
  }

  void insert(const WordKey& key, const EncodedWord& word) {
    const size_t place = key.place<kParts>(kSlotBits);
    // Of two words with a place the one that came first gives way.
    if (slots_[place].tag != 0) slots_[place ^ 1] = slots_[place];
    Slot& slot = slots_[place];
    std::copy_n(key.parts, kParts, slot.parts);
    std::copy_n(word.ids, word.count, slot.ids);
    slot.count = static_cast<uint16_t>(word.count);
    slot.tag = key.tag;
    slot.reach = word.reach;
    slot.limit = word.limit;
  }

 private:
  struct alignas(32 * ((kParts + 1) / 2)) Slot {
    uint64_t parts[kParts] = {};
    int32_t ids[kIds] = {};
    uint16_t tag = 0;  ///< 0: empty
    uint16_t count = 0;
    float reach = 0;
    float limit = 0;
  };
  static_assert(sizeof(Slot) == 32 || sizeof(Slot) == 64, "a slot lies within one cache line");

  static bool matches(const Slot& slot, const WordKey& key) {
    bool same = slot.tag == key.tag;
    for (size_t i = 0; i < kParts; ++i) same = same && slot.parts[i] == key.parts[i];
    return same;
  }

  std::vector<Slot> slots_;
};

/// Words and what they became; 2 MiB.
class WordCache {
 public:
  static constexpr size_t kMaxIds = 7;
  static constexpr size_t kMaxShortIds = 3;

  /// Sets `word`, and all kMaxShortIds of the ids that it points to, to those of a short key.
  bool find_short(const WordKey& key, EncodedWord& word) const { return short_.find(key, word); }

  bool find(const WordKey& key, EncodedWord& word) const {
    if (key.is_short() && short_.find(key, word)) return true;
    return long_.find(key, word);
  }

  /// @param word  with at most kMaxIds ids
  void insert(const WordKey& key, const EncodedWord& word) {
    if (key.is_short() && word.count <= Short::kMaxIds) {
      short_.insert(key, word);
    } else {
      long_.insert(key, word);
    }
  }

 private:
  using Short = WordTable<1, kMaxShortIds, 15>;
  using Long = WordTable<3, kMaxIds, 14>;

  Short short_;
  Long long_;
};

}  // namespace lingan
