/// Words of a line as keys of the cache, read eight bytes at a time.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <lingan/text/subword/word_cache.h>

namespace lingan {
namespace word_bytes {

/// Eight bytes, the first one lowest.
inline uint64_t load(const char* text) {
  uint64_t bytes;
  std::memcpy(&bytes, text, sizeof bytes);
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  return bytes;
}

/// The bytes at `text`, 0 after the end, which is fewer than eight bytes away.
/// @param begin  where the whole text begins
inline uint64_t load_last(const char* begin, const char* text, const char* end) {
  const auto bytes = static_cast<size_t>(end - text);
  if (bytes == 0) return 0;
  if (end - begin >= 8) return load(end - 8) >> (64 - 8 * bytes);
  char padded[8] = {};
  std::memcpy(padded, text, bytes);
  return load(padded);
}

/// The lowest bit that is set is the highest of the first space among eight bytes; 0: no space.
inline uint64_t find_space(uint64_t bytes) {
  const uint64_t zero_at_space = bytes ^ 0x2020202020202020u;
  return (zero_at_space - 0x0101010101010101u) & ~zero_at_space & 0x8080808080808080u;
}

/// How many of eight bytes come before the first space; 8 if there is none.
inline size_t bytes_before_space(uint64_t bytes) {
  const uint64_t space = find_space(bytes);
  return space == 0 ? 8 : static_cast<size_t>(std::countr_zero(space)) / 8;
}

inline uint64_t keep_bytes(uint64_t bytes, size_t count) {
  return count == 8 ? bytes : bytes & ((uint64_t{1} << (8 * count)) - 1);
}

}  // namespace word_bytes

/// A word of fewer than eight bytes, 0 after its end.
struct ShortWord {
  uint64_t part = 0;
  size_t bytes = 0;  ///< 8: the word is longer, and `part` its front
};

/// Reads the word at a place of a line without a branch on its length, which none could foresee.
inline ShortWord read_short_word(std::string_view line, size_t at) {
  const char* const text = line.data() + at;
  const char* const end = line.data() + line.size();
  const auto left = static_cast<size_t>(end - text);
  const uint64_t eight =
      left >= 8 ? word_bytes::load(text)
                : word_bytes::load_last(line.data(), text, end) | uint64_t{' '} << (8 * left);
  const uint64_t space = word_bytes::find_space(eight);
  if (space == 0) return {eight, 8};
  const uint64_t first = space & (~space + 1);
  return {eight & ((first >> 7) - 1), static_cast<size_t>(std::countr_zero(space)) / 8};
}

/// Reads the word at a place of a line, up to the next space.
/// @return its bytes; one more than a key holds if it does not fit.
inline size_t read_word(std::string_view line, size_t at, WordKey& key) {
  const char* const end = line.data() + line.size();
  const char* text = line.data() + at;
  size_t bytes = 0;
  for (auto& part : key.parts) {
    const uint64_t eight =
        end - text >= 8 ? word_bytes::load(text) : word_bytes::load_last(line.data(), text, end);
    const size_t count =
        std::min(word_bytes::bytes_before_space(eight), static_cast<size_t>(end - text));
    part = word_bytes::keep_bytes(eight, count);
    bytes += count;
    if (count < 8) return bytes;
    text += 8;
  }
  return text == end || *text == ' ' ? bytes : WordKey::kMaxBytes + 1;
}

/// The key of a normalized word without its mark.
inline WordKey key_of(std::string_view text, bool has_mark) {
  char padded[WordKey::kMaxBytes] = {};
  std::memcpy(padded, text.data(), text.size());
  WordKey key;
  for (size_t i = 0; i < 3; ++i) key.parts[i] = word_bytes::load(padded + 8 * i);
  key.set_tag(text.size(), has_mark, false);
  return key;
}

}  // namespace lingan
