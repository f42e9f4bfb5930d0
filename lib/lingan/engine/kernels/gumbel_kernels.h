/// Gumbel noise of random words.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/base/random.h>
#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// Uniform numbers in (0, 1) for the logits of one position, each one of 2^23, so that -ln(-ln u)
/// is finite. A random block holds those of four tokens.
struct OpenUniforms {
  RandomStream stream;
  uint64_t first_row;
  int64_t position;
  int64_t tokens;  ///< V

  LINGAN_HD int64_t blocks() const { return (tokens + 3) / 4; }  ///< of a row

  /// Calls use(token, u) for the tokens of one block of a row.
  template <class Use>
  LINGAN_HD void of_block(int64_t row, int64_t block, const Use& use) const {
    const Philox4 bits = stream.block(first_row + static_cast<uint64_t>(row),
                                      static_cast<uint32_t>(position * blocks() + block));
    for (int64_t token = block * 4; token < tokens && token < block * 4 + 4; ++token) {
      use(token, (static_cast<float>(bits.word[token % 4] >> 9) + 0.5f) * 0x1p-23f);
    }
  }
};

/// -ln(-ln u) for the logits of one position: a piece is the four tokens of one random block.
struct GumbelKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  OpenUniforms uniforms;
  float* noise;  ///< [rows, V], written

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const int64_t row = piece / uniforms.blocks();
    float* const values = noise + row * uniforms.tokens;
    uniforms.of_block(row, piece % uniforms.blocks(),
                      [values](int64_t token, float u) { values[token] = -logf(-logf(u)); });
  }
};

}  // namespace lingan::engine
