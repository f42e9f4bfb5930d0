/// Tries as double arrays: walking along a text byte by byte, on host and device.
///
/// The form is darts-clone's, which SentencePiece models carry for their normalization: a unit of
/// 32 bits has the byte that leads to it (or bit 31 and a value), bit 8 if a key ends there, and
/// the offset to its children: child = unit ^ offset ^ byte; the value of a key stands at child 0.
#pragma once

#include <cstdint>

#include <lingan/base/host_device.h>

namespace lingan {

/// The units of a trie; none: a trie without keys. All transitions must stay inside: the builder
/// makes such tries and check_sentencepiece_model checks foreign ones.
struct DoubleArrayView {
  const uint32_t* units = nullptr;
  uint32_t size = 0;

  LINGAN_HD bool empty() const { return size == 0; }
};

constexpr uint32_t kDoubleArrayLeaf = 1u << 31;
constexpr uint32_t kDoubleArrayEndsKey = 1u << 8;
constexpr uint32_t kDoubleArrayWide = 1u << 9;

/// How far (by xor) a unit's children are from it.
LINGAN_HD inline uint32_t double_array_offset(uint32_t unit) {
  return unit >> 10 << ((unit & kDoubleArrayWide) >> 6);
}

/// A place in a trie that is not empty.
class DoubleArrayCursor {
 public:
  /// Stands at the root.
  LINGAN_HD explicit DoubleArrayCursor(const DoubleArrayView& trie)
      : units_(trie.units), children_(double_array_offset(trie.units[0])) {}

  /// Goes on by a byte; false if no key does. Then the cursor is of no more use.
  LINGAN_HD bool step(uint8_t byte) {
    const uint32_t place = children_ ^ byte;
    const uint32_t unit = units_[place];
    if ((unit & (kDoubleArrayLeaf | 0xFF)) != byte) return false;
    children_ = place ^ double_array_offset(unit);
    ends_key_ = (unit & kDoubleArrayEndsKey) != 0;
    return true;
  }

  /// The value of the key that ends here; -1 if none does.
  LINGAN_HD int32_t value() const {
    return ends_key_ ? static_cast<int32_t>(units_[children_] & ~kDoubleArrayLeaf) : -1;
  }

 private:
  const uint32_t* units_;
  uint32_t children_;
  bool ends_key_ = false;
};

/// The longest key at the front of a text.
struct TrieMatch {
  uint32_t bytes = 0;  ///< 0: no key
  int32_t value = -1;
};

LINGAN_HD inline TrieMatch longest_match(const DoubleArrayView& trie, const char* text,
                                         uint32_t size) {
  TrieMatch match;
  if (trie.empty()) return match;
  DoubleArrayCursor cursor(trie);
  for (uint32_t i = 0; i < size && cursor.step(static_cast<uint8_t>(text[i])); ++i) {
    if (const int32_t value = cursor.value(); value >= 0) match = {i + 1, value};
  }
  return match;
}

/// The value of a key; -1 if there is no such key.
LINGAN_HD inline int32_t find_key(const DoubleArrayView& trie, const char* text, uint32_t size) {
  if (trie.empty()) return -1;
  DoubleArrayCursor cursor(trie);
  for (uint32_t i = 0; i < size; ++i) {
    if (!cursor.step(static_cast<uint8_t>(text[i]))) return -1;
  }
  return cursor.value();
}

}  // namespace lingan
