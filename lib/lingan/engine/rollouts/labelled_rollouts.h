/// Rollouts of generators of which each has sentences of one label.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <lingan/engine/rollouts/rollouts.h>

namespace lingan::engine {

/// Whose the labels are of sentences that a generator did not draw.
enum class LabelsOf {
  kText,       ///< each sentence has its own
  kGenerator,  ///< none has one: it may have come of each label
};

/// A sentence's label (TokenBatch::labels) says whose it is. Sampled ones take the labels in their
/// proportions, in a fixed mixed order: of every N = sum of sentences in a row (of 2^20 where N is
/// more), as many of a label as were given.
class LabelledRollouts final : public Rollouts {
 public:
  /// @param of_labels  one for each label.
  /// @param sentences  in whose proportions labels are sampled, each >= 1; of labels of the
  /// generator all equal.
  LabelledRollouts(std::vector<std::unique_ptr<const Rollouts>> of_labels,
                   std::span<const int64_t> sentences, LabelsOf labels = LabelsOf::kText);

  /// Rows draw from streams of their labels' own, as they are numbered in it: row r is the same
  /// whatever rows are sampled beside it.
  /// @param request  without initial states.
  Samples sample(const SampleRequest& request) const override;

  /// @throws UsageError: prefixes are completed by the rollouts of one label.
  void complete(const TokenBatch& sentences, const RolloutRequest& request,
                const std::function<void(const Completions&)>& consumer) const override;

  bool has_likelihood() const override;

  using Rollouts::log_probabilities;
  /// Each sentence under its label's generator; where labels are the generator's, under the mixture
  /// of all, whatever label a sentence was drawn with.
  /// @param initial_states  must be empty.
  /// @throws UsageError if labels are the text's and the sentences have none.
  std::vector<float> log_probabilities(const TokenBatch& sentences,
                                       std::span<const float> initial_states) const override;

 private:
  std::vector<float> of_mixture(const TokenBatch& sentences) const;
  int32_t label_of(uint64_t row) const { return order_[row % order_.size()]; }
  /// How many of the rows before one have each label.
  std::vector<uint64_t> before(uint64_t row) const;

  std::vector<std::unique_ptr<const Rollouts>> of_labels_;
  std::vector<int64_t> sentences_;  // of each label in `order_`
  std::vector<int32_t> order_;      // labels of sentences in a row, over and over
  LabelsOf labels_;
};

}  // namespace lingan::engine
