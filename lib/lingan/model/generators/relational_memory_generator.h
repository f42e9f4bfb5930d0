/// The options of the generator `relational-memory`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[generator.relational-memory]`; relational_memory_generator_card.cc has the ranges. A slot is
/// generator.hidden_width / slots wide.
struct RelationalMemoryOptions {
  int64_t slots = 1;       ///< S (RelGAN: 1)
  int64_t heads = 2;       ///< of attention; divides a slot's width (RelGAN: 2)
  int64_t mlp_layers = 2;  ///< of the network after the attention (RelGAN: 2)
};

}  // namespace lingan
