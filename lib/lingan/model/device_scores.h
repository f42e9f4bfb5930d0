/// A convolutional discriminator's judgement of many sentences on a CUDA device.
#pragma once

#include <cstdint>

#include <lingan/engine/rollouts/rollout.h>
#include <lingan/model/convolutional_discriminator.h>

namespace lingan {

/// Whether the discriminator's weights are on a CUDA device and its filters fit rows of this width.
bool can_score_on_device(const ConvolutionalDiscriminator& discriminator, int64_t width);

/// Raw outputs of sentences: windows from tables of partial products (engine/cuda), the rest by
/// libtorch. Without gradients.
/// REQUIRES: can_score_on_device(discriminator, width).
/// @param tokens  [n, width] int32, on the device, each in 0..V-1.
/// @return [n], on the device.
torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator,
                              const torch::Tensor& tokens);

/// The same of completions where they are; what lies inside a sentence's prefixes is shared.
/// @return [completions.rows()], on the device.
torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator,
                              const engine::DeviceCompletions& completions);

}  // namespace lingan
