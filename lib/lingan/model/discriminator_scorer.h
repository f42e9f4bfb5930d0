/// A discriminator's judgement of many finished sentences, with the work that they share done once.
#pragma once

#include <optional>

#include <lingan/engine/precision.h>
#include <lingan/engine/rollouts/rollout.h>
#include <lingan/engine/scoring/highway_scores.h>
#include <lingan/engine/scoring/token_window_features.h>
#include <lingan/model/convolutional_discriminator.h>
#include <lingan/model/discriminator.h>

namespace lingan {

/// Scores sentences as the discriminator does in evaluation mode, without gradients. Equal
/// sentences are scored once, and a `cnn` finds the windows of many sentences by tables
/// (engine/scoring/token_window_features.h) where that is cheaper than its own forward, and scores
/// them in one pass over its highway layer (engine/scoring/highway_scores.h).
class DiscriminatorScorer {
 public:
  /// Copies the weights: make a new scorer after they have changed.
  /// @param discriminator  must live as long as the scorer.
  /// @param precision      of the highway layer's products.
  explicit DiscriminatorScorer(Discriminator& discriminator,
                               engine::Precision precision = engine::Precision::kFloat32);

  /// Raw outputs C(x) of Monte-Carlo completions, whose windows inside the prefix are shared.
  /// @return [n], or [n, R] for a discriminator of R representations.
  torch::Tensor logits(const engine::Completions& completions) const;

  /// The same of completions in a device's memory, which stay there. Equal ones are scored one by
  /// one: finding them would take a wait for the device.
  /// REQUIRES: the discriminator is on that device.
  torch::Tensor logits(const engine::DeviceCompletions& completions) const;

  /// Raw outputs of any hard sentences, where they are.
  /// @return [B], or [B, R].
  torch::Tensor logits(const Sentences& sentences) const;

 private:
  torch::Tensor score(const TokenBatch& rows, const engine::SharedPrefixes& shared) const;
  torch::Tensor score_by_tables(const TokenBatch& rows, const engine::SharedPrefixes& shared) const;
  torch::Tensor score_by_module(const Sentences& sentences) const;

  Discriminator& discriminator_;
  ConvolutionalDiscriminator* convolutional_ = nullptr;  // null: only the module can score
  std::optional<engine::TokenWindowFeatures> windows_;
  std::optional<engine::HighwayScores> highway_;
};

}  // namespace lingan
