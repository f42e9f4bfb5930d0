/// A random permutation of which single places are computed, without the others.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include <lingan/base/random.h>

namespace lingan {

/// A permutation of 0..count-1, the same for the same stream: a Feistel network of four rounds over
/// the next power of four, walked until it is inside (Luby & Rackoff 1988; Black & Rogaway 2002,
/// cycle walking). A place costs a few random blocks, whatever the count.
class RandomPermutation {
 public:
  /// @param count  1 to 2^62.
  RandomPermutation(uint64_t count, RandomStream stream)
      : count_(count),
        half_bits_(std::max(kLeastHalfBits, (static_cast<int>(std::bit_width(count - 1)) + 1) / 2)),
        stream_(stream) {}

  /// The number at a place in 0..count-1.
  uint64_t at(uint64_t place) const {
    do place = permuted(place);
    while (place >= count_);
    return place;
  }

 private:
  /// Small networks reach few of all permutations.
  static constexpr int kLeastHalfBits = 5;
  static constexpr uint32_t kRounds = 4;

  uint64_t permuted(uint64_t place) const {
    const uint64_t mask = (uint64_t{1} << half_bits_) - 1;
    uint64_t left = place >> half_bits_, right = place & mask;
    for (uint32_t round = 0; round < kRounds; ++round) {
      const Philox4 bits = stream_.block(right, round);
      const uint64_t mixed = left ^ (bits.word[0] & mask);
      left = right;
      right = mixed;
    }
    return left << half_bits_ | right;
  }

  uint64_t count_;
  int half_bits_;
  RandomStream stream_;
};

}  // namespace lingan
