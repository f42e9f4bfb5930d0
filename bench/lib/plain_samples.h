/// Sentences sampled with torch alone: rivals of the library's.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <bench/lib/plain_networks.h>

namespace lingan::bench {

/// How torch samples.
struct TorchSampling {
  torch::Tensor (*draw)(const torch::Tensor&);  ///< one token for each row of logits
  int64_t sentences = 0;
  int64_t length = 0;  ///< T
  int64_t batch = 0;   ///< sentences that advance together
};

/// Step by step. @return [sentences, T].
torch::Tensor sample_by_torch(const PlainGenerator& generator, const TorchSampling& sampling);

}  // namespace lingan::bench
