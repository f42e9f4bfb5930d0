/// A discriminator's judgement of many finished sentences, with the work that they share done once.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/engine/scoring/token_window_features.h>
#include <lingan/model/discriminator.h>
#include <lingan/model/hard_sentences.h>

namespace lingan {

/// Scores sentences as the discriminator does in evaluation mode, without gradients. Equal
/// sentences of the host are scored once. Made by Discriminator::scorer(); this one goes through
/// the discriminator's logits().
class DiscriminatorScorer {
 public:
  /// @param discriminator  must live as long as the scorer.
  explicit DiscriminatorScorer(Discriminator& discriminator) : discriminator_(discriminator) {}
  virtual ~DiscriminatorScorer() = default;
  DiscriminatorScorer(const DiscriminatorScorer&) = delete;
  DiscriminatorScorer& operator=(const DiscriminatorScorer&) = delete;

  /// Raw outputs C(x), where the discriminator is: [B], or [B, R] for one of R representations.
  torch::Tensor logits(const HardSentences& sentences) const;

  /// The same of some rows of Monte-Carlo completions.
  /// @param rows  [n], ascending, of completions.tokens.
  torch::Tensor logits(const engine::Completions& completions, std::span<const int64_t> rows) const;

  /// The same of completions in the memory of the device that the discriminator is on. Equal ones
  /// are scored one by one: finding them would take a wait for the device.
  torch::Tensor logits(const engine::DeviceCompletions& completions) const;

 protected:
  // The three without guards: the module evaluates and records no gradient.
  virtual torch::Tensor score_sentences(const HardSentences& sentences) const;
  virtual torch::Tensor score_rows(const TokenBatch& rows,
                                   const engine::SharedPrefixes& shared) const;
  virtual torch::Tensor score_completions(const engine::DeviceCompletions& completions) const;

  /// Scores the different ones among some rows of a batch by score_rows, in blocks.
  /// @param completions  null, or what batch is of: rows share their prefixes.
  torch::Tensor score_distinct(const TokenBatch& batch, std::span<const int64_t> rows,
                               const engine::Completions* completions) const;

 private:
  torch::Tensor score_by_module(const Sentences& sentences) const;

  Discriminator& discriminator_;
};

}  // namespace lingan
