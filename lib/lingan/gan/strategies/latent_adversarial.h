/// The options of the strategy `latent-adversarial`.
#pragma once

#include <cstdint>
#include <string_view>

namespace lingan {

/// `[strategy.latent-adversarial]`; latent_adversarial_card.cc has the ranges.
struct LatentAdversarialOptions {
  int64_t encoder_width = 64;        ///< its hidden width in each direction
  int64_t discriminator_width = 64;  ///< of both hidden layers of the judge of codes
  double code_noise = 0.05;          ///< deviation of Gaussian noise on the encoder's codes
  double adversarial_weight = 0.1;   ///< of what the judge says, beside a token's reconstruction
  double decoder_weight = 0.1;  ///< of what it says of G's own sentences' codes; 0: it is not asked
};

/// The name of its network beside kEncoder (variational.h).
inline constexpr std::string_view kLatentDiscriminator = "latent-discriminator";

}  // namespace lingan
