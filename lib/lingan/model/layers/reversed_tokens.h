/// Sentences read backwards, for networks that read in both directions (Schuster & Paliwal 1997).
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

namespace lingan {

/// The tokens of each sentence in the opposite order, what comes after them where it was: an index
/// [B, T], which is its own inverse.
/// @param lengths  [B] int64, each in 0..T.  @param width  T.
torch::Tensor reversed_places(const torch::Tensor& lengths, int64_t width);

/// The values [B, T, W] of places [B, T]; differentiable.
torch::Tensor rearranged(const torch::Tensor& values, const torch::Tensor& places);

}  // namespace lingan
