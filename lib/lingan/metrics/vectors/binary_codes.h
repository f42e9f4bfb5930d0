/// Codes of bits, and how many bits tell two of them apart.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/sentence_vectors.h>

namespace lingan::metrics {

/// N codes of Z bits, packed.
struct BinaryCodes {
  int64_t bits = 1;             ///< Z, >= 1
  std::vector<uint64_t> words;  ///< [N, words_of_each()]; bit i is that of value 2^(i % 64) of word
                                ///< i / 64; after the last are zeros

  int64_t words_of_each() const { return (bits + 63) / 64; }
  int64_t size() const { return static_cast<int64_t>(words.size()) / words_of_each(); }
  bool bit(int64_t code, int64_t i) const {
    return (words[code * words_of_each() + i / 64] >> (i % 64) & 1) != 0;
  }

  /// Bits in which two codes differ.
  int64_t distance(int64_t one, int64_t other) const;
};

/// The signs of vectors: a bit is 1 where the number is 0 or more.
BinaryCodes signs_of(const SentenceVectors& vectors);

}  // namespace lingan::metrics
