/// The options of the generator `transformer`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[generator.transformer]`; transformer_generator_card.cc has the ranges.
struct TransformerOptions {
  int64_t heads = 4;                 ///< of attention; divides generator.hidden_width
  int64_t feed_forward_width = 256;  ///< of the network after the attention
};

}  // namespace lingan
