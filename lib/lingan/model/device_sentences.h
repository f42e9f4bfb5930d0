/// Hard sentences in a device's memory: int32 for the engine, int64 for libtorch's networks.
#pragma once

#include <lingan/engine/rollouts/rollout.h>
#include <lingan/model/discriminator.h>

namespace lingan {

/// The tensors behind engine::DeviceSentencesView.
class DeviceSentences {
 public:
  /// Room for sentences that the engine will write.
  /// @param diverged  [1] int32, on the device; see engine::DeviceSentencesView.
  DeviceSentences(int64_t rows, int32_t width, const torch::Tensor& diverged);
  /// A copy of hard sentences.  REQUIRES: sentences.tokens and sentences.lengths.
  DeviceSentences(const Sentences& sentences, const torch::Tensor& diverged);

  /// For the engine; valid as long as this object.
  engine::DeviceSentencesView view() const;
  /// For networks.
  Sentences sentences() const;

 private:
  torch::Tensor tokens_;   // [rows, width] int32
  torch::Tensor lengths_;  // [rows] int32
  torch::Tensor diverged_;
};

/// A copy of completions for networks, in the order in which they lie: n = completions.rows().
Sentences to_sentences(const engine::DeviceCompletions& completions);

/// The tokens of completions where they are, [n, width] int32; valid as long as they.
torch::Tensor tokens_of(const engine::DeviceCompletions& completions);

}  // namespace lingan
