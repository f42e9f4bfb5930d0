/// Gumbel noise of random words.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/base/random.h>
#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// A uniform number in (0, 1): one of 2^23, so that -ln(-ln u) is finite.
LINGAN_HD inline float open_uniform(uint32_t word) {
  return (static_cast<float>(word >> 9) + 0.5f) * 0x1p-23f;
}

/// -ln(-ln u) for the logits of one position: a piece is the four tokens of one random block.
struct GumbelKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  RandomStream stream;
  uint64_t first_row;
  int64_t position;
  int64_t tokens;  ///< V
  int64_t blocks;  ///< ceil(V / 4)
  float* noise;    ///< [rows, V], written

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const int64_t row = piece / blocks, block = piece % blocks;
    const Philox4 bits = stream.block(first_row + static_cast<uint64_t>(row),
                                      static_cast<uint32_t>(position * blocks + block));
    for (int64_t token = block * 4; token < tokens && token < block * 4 + 4; ++token) {
      noise[row * tokens + token] = -logf(-logf(open_uniform(bits.word[token % 4])));
    }
  }
};

}  // namespace lingan::engine
