/// A training corpus where networks compute.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/model/torch.h>

#include <lingan/base/token_batch.h>
#include <lingan/model/discriminators/discriminator.h>

namespace lingan {

/// Sentences on a device, all of them: a batch is selected there, and no tokens travel.
class CorpusTensor {
 public:
  /// @param corpus  must live, unchanged, as long as the tensor: on the CPU it is not copied.
  /// @param device  where the networks are that its sentences are for.
  CorpusTensor(const TokenBatch& corpus, torch::Device device);

  /// Some rows, [B, T].  @param rows  in 0..N-1.
  Sentences select(std::span<const int64_t> rows) const;

  /// The same, narrowed to the longest of them.
  Sentences select_trimmed(std::span<const int64_t> rows) const;

 private:
  const TokenBatch& corpus_;
  torch::Tensor tokens_;   // [N, T] int32
  torch::Tensor lengths_;  // [N] int32
  torch::Tensor labels_;   // [N] int32; undefined: the corpus has none
};

}  // namespace lingan
