/// The options of the strategy `bidirectional`.
#pragma once

#include <cstdint>
#include <string_view>

namespace lingan {

/// `[strategy.bidirectional]`; bidirectional_card.cc has the ranges. How tokens are relaxed is in
/// `[strategy.gumbel-softmax]`.
struct BidirectionalOptions {
  int64_t encoder_width = 64;          ///< its hidden width in each direction
  int64_t discriminator_width = 64;    ///< of the judge of pairs: LSTM and hidden layers
  double reconstruction_weight = 0.0;  ///< of -ln p(x | z) of a token, z the encoder's (ALICE)
};

/// The name of its network beside kEncoder (variational.h).
inline constexpr std::string_view kPairDiscriminator = "pair-discriminator";

}  // namespace lingan
