/// Signatures of sentences, which bound their edit distances from below.
///
/// An edit takes at most one token out of a sentence's bag of tokens and puts at most one into it:
/// the distance of a and b is at least max(|a|, |b|) - |a and b|, the bag distance (Bartolini et
/// al. 2002, "String matching with metric trees using an approximate distance"). A signature is the
/// bag as 128 bits. A bit that one sentence has and the other has not stands for a token that the
/// other's bag lacks, and different bits for different ones: so counted, the bag distance comes out
/// too small at times, never too large.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace lingan::metrics {

/// The k-th occurrence of a token sets one bit.
struct TokenSignature {
  std::array<uint64_t, 2> words = {};
  int32_t length = 0;  ///< tokens of the sentence

  int bits() const { return std::popcount(words[0]) + std::popcount(words[1]); }
};

/// Makes signatures.
class SignatureMaker {
 public:
  /// @param vocabulary  all tokens are in 0..vocabulary - 1.
  explicit SignatureMaker(int32_t vocabulary) : counts_(static_cast<size_t>(vocabulary)) {}

  TokenSignature operator()(std::span<const int32_t> sentence);

 private:
  std::vector<uint32_t> counts_;  // [vocabulary], 0 between calls
};

/// Signatures of sentences of one length.
struct SignatureBlock {
  const uint64_t* first;   ///< [count] first words
  const uint64_t* second;  ///< [count] second words
  const uint8_t* bits;     ///< [count] how many bits are set
  int64_t count;           ///< >= 1
  int32_t length;
};

/// The largest bound that is told.
constexpr uint8_t kLargestBound = 255;

/// Lower bounds of the edit distances between a sentence and those of a block, at most
/// kLargestBound: the larger number of bits, with what the lengths add to it, less the bits that
/// both have.
/// @param bounds  [block.count]
/// @return the smallest of them.
uint8_t bound_distances(const TokenSignature& sentence, const SignatureBlock& block,
                        uint8_t* bounds);

}  // namespace lingan::metrics
