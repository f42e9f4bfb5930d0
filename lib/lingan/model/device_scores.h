/// A convolutional discriminator's judgement of many sentences on a CUDA device.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/engine/rollout.h>
#include <lingan/engine/window_features.h>
#include <lingan/model/convolutional_discriminator.h>

namespace lingan {

/// Rows of tokens in the host's or the device's memory.
struct TokenRows {
  const int32_t* tokens;  ///< [rows, width], each in 0..V-1
  int64_t rows;
  int32_t width;
};

/// Whether the discriminator's weights are on a CUDA device and its filters fit rows of this width.
bool can_score_on_device(const ConvolutionalDiscriminator& discriminator, int32_t width);

/// Raw outputs of sentences that may share prefixes: windows from tables of partial products
/// (engine/cuda), the rest by libtorch. Without gradients.
/// REQUIRES: can_score_on_device(discriminator, rows.width).
/// @param shared  as for WindowFeatures::compute; empty where nothing is shared.
/// @return [n], on the device.
torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator, const TokenRows& rows,
                              const engine::SharedPrefixes& shared);

/// Raw outputs of completions where they are, by the function above.
/// @param prefixes  numbers (engine::DeviceCompletions) of the prefixes whose completions are
/// meant, at least one.
/// @return [prefixes * rollouts], on the device.
torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator,
                              const engine::DeviceCompletions& completions,
                              std::span<const int64_t> prefixes);

}  // namespace lingan
