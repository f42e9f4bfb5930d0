/// The options of the generator `convolutional`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[generator.convolutional]`; convolutional_generator_card.cc has the ranges. It has
/// generator.layers residual blocks over generator.hidden_width channels.
struct ConvolutionalOptions {
  int64_t filter_width = 5;  ///< positions that a filter covers, odd
};

}  // namespace lingan
