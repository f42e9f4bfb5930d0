/// Noise in what an encoder reads, by which an auto-encoder learns more than to copy: Lample et al.
/// 2018, Unsupervised Machine Translation Using Monolingual Corpora Only, sec. 2.3.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

namespace lingan {

/// How much.
struct SourceNoise {
  double dropout = 0.0;  ///< share of the words that are left out, in [0, 1): their vectors are 0
  int64_t shuffle = 0;   ///< k: a word moves by k places at most; 0: all stay
};

/// The vectors of sources with that noise; the last token, which ends a sentence, stays in its
/// place. Draws from torch's own generator.
/// @param vectors  [B, T, E].  @param lengths  [B] int64, each 1 or more.
torch::Tensor noisy_source(const torch::Tensor& vectors, const torch::Tensor& lengths,
                           SourceNoise noise);

}  // namespace lingan
