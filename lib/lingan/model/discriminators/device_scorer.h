/// A convolutional discriminator's judgement of many sentences on a CUDA device.
#pragma once

#include <cstdint>

#include <lingan/engine/cuda/table.h>
#include <lingan/model/discriminators/convolutional_discriminator.h>
#include <lingan/model/discriminators/discriminator_scorer.h>

namespace lingan {

/// Finds windows from tables of partial products (engine/cuda/token_windows.h); libtorch does the
/// rest. What is not on the device, or narrower than a filter, goes through the discriminator.
class DeviceScorer final : public DiscriminatorScorer {
 public:
  /// @param discriminator  on the device; its logits are those of logits_of_maxima(), its features
  /// those of features_of_maxima().
  /// @param kernels        of the device; must live as long as the scorer.
  DeviceScorer(ConvolutionalDiscriminator& discriminator, const engine::cuda::Table& kernels)
      : DiscriminatorScorer(discriminator), discriminator_(discriminator), kernels_(kernels) {}

 private:
  /// What rows of completions have in common.
  struct SharedRows;

  torch::Tensor value_sentences(const HardSentences& sentences,
                                const SentenceValue& value) const override;
  torch::Tensor value_completions(const engine::DeviceCompletions& completions,
                                  const SentenceValue& value) const override;
  bool fits(int64_t width) const;
  /// @param tokens  [n, T] int32.  @param shared  null: rows share nothing.  @return [n].
  torch::Tensor value_block(const torch::Tensor& tokens, const SharedRows* shared,
                            const SentenceValue& value) const;

  ConvolutionalDiscriminator& discriminator_;
  const engine::cuda::Table& kernels_;
};

}  // namespace lingan
