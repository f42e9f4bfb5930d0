/// The options of the strategy `missing-data`.
#pragma once

#include <cstdint>
#include <string_view>

namespace lingan {

/// `[strategy.missing-data]`; missing_data_card.cc has the ranges. How tokens are relaxed is in
/// `[strategy.gumbel-softmax]`.
struct MissingDataOptions {
  double mask_share = 0.3;           ///< of the words of sentences to train on that are taken out
  double mask_weight = 0.2;          ///< alpha, of what D says of masked sentences, for the masks
  double mask_temperature = 0.66;    ///< lambda of a mask's gradient
  int64_t noise_width = 16;          ///< of what masks are made of
  int64_t generator_width = 64;      ///< of both hidden layers of the generator of masks
  int64_t discriminator_width = 64;  ///< of those of the discriminator of masks
};

/// The names of its networks.
inline constexpr std::string_view kMaskGenerator = "mask-generator";
inline constexpr std::string_view kMaskDiscriminator = "mask-discriminator";

}  // namespace lingan
