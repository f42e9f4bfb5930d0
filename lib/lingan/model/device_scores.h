/// A convolutional discriminator's judgement of many sentences on a CUDA device.
#pragma once

#include <lingan/engine/window_features.h>
#include <lingan/model/convolutional_discriminator.h>

namespace lingan {

/// Whether the discriminator's weights are on a CUDA device and its filters fit rows of this width.
bool can_score_on_device(const ConvolutionalDiscriminator& discriminator, int32_t width);

/// Raw outputs of sentences that may share prefixes: windows from tables of partial products
/// (engine/cuda), the rest by libtorch. Without gradients.
/// REQUIRES: can_score_on_device(discriminator, rows.width).
/// @param shared  as for WindowFeatures::compute; empty where nothing is shared.
/// @return [n], on the device.
torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator, const TokenBatch& rows,
                              const engine::SharedPrefixes& shared);

}  // namespace lingan
