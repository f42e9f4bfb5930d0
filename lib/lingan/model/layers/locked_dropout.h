/// Dropout whose mask is the same at all positions of a sentence: Gal and Ghahramani 2016, "A
/// theoretically grounded application of dropout in recurrent neural networks".
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// Sets a share of each sentence's entries to 0, at all positions the same ones, and scales the
/// others up so that the mean stays. Masks come from torch's own generator.
/// @param values  [B, T, W].  @param share  in [0, 1); 0: the values come back as they are.
torch::Tensor locked_dropout(const torch::Tensor& values, double share);

/// Sets a share of all positions to 0: a sentence lacks these words. The others stay as they are.
/// @param values  [B, T, W].  @param share  in [0, 1); 0: the values come back as they are.
torch::Tensor word_dropout(const torch::Tensor& values, double share);

}  // namespace lingan
