/// Rollouts of a generator whose first state a sentence's source sets.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include <lingan/model/torch.h>

#include <lingan/engine/rollouts/filling_rollouts.h>
#include <lingan/model/sentences/sentences.h>
#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// TokenBatch::labels are the numbers of the sentences' sources. Sampled ones take those of
/// SourceTable::sampled, by their row's number. Where sources are masked sentences (holes.h), what
/// is sampled are these sentences, whose holes alone are drawn; their known tokens have probability
/// 1. Completes no prefixes.
class SourceRollouts final : public engine::Rollouts {
 public:
  /// The states [n, state width], as the engine has them, of sources as hard sentences on the CPU.
  using States = std::function<torch::Tensor(const Sentences& sources)>;

  /// @param rollouts  of the same weights, on the CPU.  @param sources  one at least is sampled.
  /// @param specials  bos in a source is a hole.
  /// @param of_itself  what is asked for the probability of a sentence is that of the sentence as
  /// its own source, whatever its label.
  /// @throws UsageError if there are holes, and the rollouts fill none.
  SourceRollouts(std::unique_ptr<const engine::Rollouts> rollouts,
                 std::shared_ptr<const SourceTable> sources, States states,
                 const SpecialTokens& specials, bool of_itself);

  /// @param request  without initial states.
  engine::Samples sample(const engine::SampleRequest& request) const override;

  /// @throws UsageError.
  void complete(const TokenBatch& sentences, const engine::RolloutRequest& request,
                const std::function<void(const engine::Completions&)>& consumer) const override;

  using Rollouts::log_probabilities;
  /// Each sentence given its source.
  /// @param initial_states  must be empty.
  /// @throws UsageError if the sentences have no sources.
  std::vector<float> log_probabilities(const TokenBatch& sentences,
                                       std::span<const float> initial_states) const override;

 private:
  /// The tokens of rows by their sources: known ones, and engine::kHole in holes.
  TokenBatch known(const engine::SampleRequest& request, const std::vector<int32_t>& sources) const;
  /// [n, state width], read block by block.
  torch::Tensor states_of(const TokenBatch& sources) const;
  TokenBatch numbered(const std::vector<int32_t>& numbers) const;

  std::unique_ptr<const engine::Rollouts> rollouts_;
  std::shared_ptr<const SourceTable> sources_;
  States states_;
  SpecialTokens specials_;
  bool of_itself_;
  const engine::FillingRollouts* filling_ = nullptr;  // rollouts_; null: no source has a hole
};

}  // namespace lingan
