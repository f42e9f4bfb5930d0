/// A discriminator's judgement of many finished sentences, with the work that they share done once.
#pragma once

#include <optional>

#include <lingan/engine/rollout.h>
#include <lingan/engine/window_features.h>
#include <lingan/model/convolutional_discriminator.h>
#include <lingan/model/discriminator.h>

namespace lingan {

/// Scores sentences as the discriminator does in evaluation mode, without gradients. Equal
/// sentences are scored once, and a `cnn` finds the windows of many sentences by tables
/// (engine/window_features.h) where that is cheaper than its own forward.
class CompletionScorer {
 public:
  /// Copies the filters: make a new scorer after the weights have changed.
  /// @param discriminator  must live as long as the scorer.
  explicit CompletionScorer(Discriminator& discriminator);

  /// Raw outputs C(x) of Monte-Carlo completions, whose windows inside the prefix are shared.
  /// @return [n], or [n, R] for a discriminator of R representations.
  torch::Tensor logits(const engine::Completions& completions) const;

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
};

}  // namespace lingan
