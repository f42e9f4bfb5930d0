/// A discriminator's judgement of many finished sentences, with the work that they share done once.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/engine/scoring/token_window_features.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/sentence_value.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan {

/// Judges sentences as the discriminator does in evaluation mode, without gradients. Equal
/// sentences of the host are judged once. Made by Discriminator::scorer(); this one goes through
/// the discriminator's own logits() and features().
class DiscriminatorScorer {
 public:
  /// @param discriminator  must live as long as the scorer.
  explicit DiscriminatorScorer(Discriminator& discriminator) : discriminator_(discriminator) {}
  virtual ~DiscriminatorScorer() = default;
  DiscriminatorScorer(const DiscriminatorScorer&) = delete;
  DiscriminatorScorer& operator=(const DiscriminatorScorer&) = delete;

  /// The value of each sentence, [B], where the discriminator is. By itself its raw output C(x):
  /// [B], or [B, R] for a discriminator of R representations. Memory for features is taken for a
  /// block of sentences at a time.
  torch::Tensor values(const HardSentences& sentences, const SentenceValue& value = {}) const;

  /// The same of some rows of Monte-Carlo completions.
  /// @param rows  [n], ascending, of completions.tokens.
  torch::Tensor values(const engine::Completions& completions, std::span<const int64_t> rows,
                       const SentenceValue& value = {}) const;

  /// The same of completions in the memory of the device that the discriminator is on. Equal ones
  /// are judged one by one: finding them would take a wait for the device.
  torch::Tensor values(const engine::DeviceCompletions& completions,
                       const SentenceValue& value = {}) const;

 protected:
  // The three without guards: the module evaluates and records no gradient.
  virtual torch::Tensor value_sentences(const HardSentences& sentences,
                                        const SentenceValue& value) const;
  virtual torch::Tensor value_rows(const TokenBatch& rows, const engine::SharedPrefixes& shared,
                                   const SentenceValue& value) const;
  virtual torch::Tensor value_completions(const engine::DeviceCompletions& completions,
                                          const SentenceValue& value) const;

  /// What some rows of a batch are chosen from, and what they share.
  struct ChosenRows {
    const TokenBatch& batch;
    std::span<const int64_t> rows;
    const engine::Completions* completions;  ///< null, or what batch is of: rows share prefixes
  };
  /// Values the different ones among the rows by value_rows, in blocks.
  torch::Tensor value_distinct(const ChosenRows& chosen, const SentenceValue& value) const;

 private:
  torch::Tensor value_by_module(const Sentences& sentences, const SentenceValue& value) const;

  Discriminator& discriminator_;
};

}  // namespace lingan
