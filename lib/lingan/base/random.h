/// Random streams: every random number of a run is a function of (seed, purpose, step, row,
/// position), so that samples do not depend on batch size, chunking, threads or interruptions.
#pragma once

#include <cstdint>

#include <lingan/base/philox.h>

namespace lingan {

/// What a random number is for. Values are part of the file format (a resumed run must draw the
/// same numbers): add at the end, never renumber.
enum class Purpose : uint8_t {
  kSample = 1,             ///< tokens of sentences that a step rewards
  kRollout = 2,            ///< tokens of Monte-Carlo completions
  kShuffle = 3,            ///< order of training sentences
  kSplit = 4,              ///< train/validation split
  kInitialize = 5,         ///< initial weights
  kDropout = 6,            ///< dropout masks
  kNoise = 7,              ///< Gumbel noise and interpolation points
  kGrammar = 8,            ///< sentences of a grammar
  kOracle = 9,             ///< weights and sentences of a random oracle
  kNegatives = 10,         ///< sentences sampled to train the discriminator
  kEvaluate = 11,          ///< sentences sampled to read, and to measure the generator
  kConditionalNoise = 12,  ///< Gumbel noise given its argmax
  kShuffledRewards = 13,   ///< whose reward a sentence gets in the control of policy gradient
  kPosterior = 14,         ///< what moves weights that are drawn from a posterior
  kOwnTokens = 15,         ///< tokens of its own that a generator is fed while it learns the text
};

/// One stream of random numbers. Cheap to copy; holds no state.
struct RandomStream {
  uint64_t seed = 0;                   ///< the run's seed, any value
  Purpose purpose = Purpose::kSample;  ///< keeps uses apart
  uint32_t step = 0;                   ///< training step, or 0

  /// Four independent 32-bit words for (row, position). Rows up to 2^48 are told apart.
  LINGAN_HD Philox4 block(uint64_t row, uint32_t position) const {
    const uint32_t tag =
        static_cast<uint32_t>(purpose) << 16 | static_cast<uint32_t>(row >> 32 & 0xFFFF);
    return philox4x32_10({{position, static_cast<uint32_t>(row), step, tag}}, seed);
  }

  /// A uniform double in [0, 1) with 53 random bits.
  LINGAN_HD double uniform(uint64_t row, uint32_t position) const {
    const Philox4 bits = block(row, position);
    const uint64_t mantissa = (uint64_t{bits.word[0]} << 32 | bits.word[1]) >> 11;
    return static_cast<double>(mantissa) * 0x1p-53;
  }

  /// A uniform integer in [0, bound), bound >= 1. The bias is below 2^-32 for bound < 2^32.
  LINGAN_HD uint64_t below(uint64_t bound, uint64_t row, uint32_t position) const {
    return static_cast<uint64_t>(uniform(row, position) * static_cast<double>(bound));
  }
};

}  // namespace lingan
