/// The options of the discriminator `autoencoder`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[discriminator.autoencoder]`; autoencoder_discriminator_card.cc has the ranges.
struct AutoencoderDiscriminatorOptions {
  int64_t code_width = 64;  ///< W, of the bottleneck
};

}  // namespace lingan
