/// A discriminator's judgement of many finished sentences, with the work that they share done once.
#pragma once

#include <optional>
#include <span>

#include <lingan/engine/highway_scores.h>
#include <lingan/engine/precision.h>
#include <lingan/engine/rollout.h>
#include <lingan/engine/window_features.h>
#include <lingan/model/convolutional_discriminator.h>
#include <lingan/model/discriminator.h>

namespace lingan {

/// Scores sentences as the discriminator does in evaluation mode, without gradients. Equal
/// sentences are scored once, and a `cnn` finds the windows of many sentences by tables
/// (engine/window_features.h) where that is cheaper than its own forward, and scores them in one
/// pass over its highway layer (engine/highway_scores.h).
class CompletionScorer {
 public:
  /// Copies the weights: make a new scorer after they have changed.
  /// @param discriminator  must live as long as the scorer.
  /// @param precision      of the highway layer's products.
  explicit CompletionScorer(Discriminator& discriminator,
                            engine::Precision precision = engine::Precision::kFloat32);

  /// Raw outputs C(x) of Monte-Carlo completions, whose windows inside the prefix are shared.
  /// @return [n], or [n, R] for a discriminator of R representations.
  torch::Tensor logits(const engine::Completions& completions) const;

  /// Whether completions of this width are scored where they are, in a CUDA device's memory.
  bool scores_on_device(int32_t width) const;

  /// Raw outputs of completions in a device's memory. Equal ones are scored one by one.
  /// REQUIRES: scores_on_device(completions.width).
  /// @param prefixes  numbers (engine::DeviceCompletions) of the prefixes whose completions are
  /// meant, at least one.
  /// @return [prefixes * rollouts], on the device.
  torch::Tensor logits(const engine::DeviceCompletions& completions,
                       std::span<const int64_t> prefixes) const;

  /// Raw outputs of any sentences.
  /// @return [B], or [B, R].
  torch::Tensor logits(const TokenBatch& sentences) const;

 private:
  torch::Tensor score(const TokenBatch& rows, const engine::SharedPrefixes& shared) const;
  torch::Tensor score_by_tables(const TokenBatch& rows, const engine::SharedPrefixes& shared) const;
  torch::Tensor score_by_module(const TokenBatch& rows) const;

  Discriminator& discriminator_;
  ConvolutionalDiscriminator* convolutional_ = nullptr;  // null: only the module can score
  std::optional<engine::WindowFeatures> windows_;
  std::optional<engine::HighwayScores> highway_;
};

}  // namespace lingan
