/// Hard sentences in the forms that a training step takes, each made once.
#pragma once

#include <cstdint>
#include <optional>

#include <lingan/model/torch.h>

#include <lingan/base/token_batch.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Sentences for networks, and for the engine where it made them: on the host or on a device.
struct HardSentences {
  Sentences sentences;          ///< for networks: tokens [B, T] and lengths [B]
  TokenBatch batch;             ///< for the engine on the host; empty where a device made them
  torch::Tensor device_tokens;  ///< for the engine on a device, [B, T] int32; undefined on the host
  torch::Tensor device_lengths;            ///< [B] int32, likewise
  torch::Tensor diverged;                  ///< [1] int32, likewise; see engine::DeviceSentencesView
  mutable std::optional<TokenBatch> copy;  ///< what on_host() has copied from a device

  bool is_on_device() const { return device_tokens.defined(); }
  /// Valid as long as this object.  REQUIRES: is_on_device().
  engine::DeviceSentencesView view() const;
  /// The batch on the host, for one thread at a time. Where a device made it, the first call waits
  /// for the device and copies it; it must not change afterwards.
  const TokenBatch& on_host() const;
};

/// Sentences of the host.
HardSentences hard_sentences(TokenBatch batch);

/// Rows first..first + count - 1 of sentences of the host.
HardSentences rows_of(const HardSentences& sentences, int64_t first, int64_t count);

/// Sentences that a generator samples, which stay where it is.
/// @param diverged  [1] int32, there: set to 1 where a device meets logits that are not finite.
/// @throws UsageError as Rollouts::sample; NumericError for such logits on the host.
HardSentences sample_sentences(const engine::Rollouts& rollouts,
                               const engine::SampleRequest& request, const torch::Tensor& diverged);

}  // namespace lingan
