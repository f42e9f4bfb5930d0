/// The options of the discriminator `self-attention`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[discriminator.self-attention]`; self_attention_discriminator_card.cc has the ranges.
struct SelfAttentionDiscriminatorOptions {
  int64_t hidden_width = 128;  ///< H
  int64_t layers = 2;
  int64_t heads = 4;                 ///< of attention; divides H
  int64_t feed_forward_width = 256;  ///< of the network after the attention
};

}  // namespace lingan
