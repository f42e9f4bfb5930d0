/// Builds tries as double arrays, and reads them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lingan/text/subword/kernels/double_array.h>

namespace lingan {

/// Keys and what they lead to.
using TrieEntries = std::vector<std::pair<std::string, int32_t>>;

/// The number of 32 bits at `bytes[4 * index]`, its lowest byte first.
uint32_t read_little_endian(std::string_view bytes, size_t index);

/// A trie that owns its units.
class DoubleArray {
 public:
  DoubleArray() = default;
  explicit DoubleArray(std::vector<uint32_t> units) : units_(std::move(units)) {}

  /// The trie whose units are these bytes, each the lowest of its four first.
  static DoubleArray read(std::string_view bytes);

  /// The trie of these keys: not empty, without NUL, each once; values are at least 0.
  /// @throws InputError if they need more than 2^29 units.
  static DoubleArray build(TrieEntries entries);

  DoubleArrayView view() const { return {units_.data(), static_cast<uint32_t>(units_.size())}; }

 private:
  std::vector<uint32_t> units_;
};

}  // namespace lingan
