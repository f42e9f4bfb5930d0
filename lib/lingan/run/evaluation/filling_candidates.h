/// Fillings of a language model that sees what stands before a hole, chosen by what stands after.
#pragma once

#include <memory>
#include <vector>

#include <lingan/engine/rollouts/filling_rollouts.h>
#include <lingan/model/generators/generator.h>
#include <lingan/run/evaluation/hole_filler.h>

namespace lingan {

/// Sampling-importance-resampling: see make_hole_filler().
class FillingCandidates final : public HoleFiller {
 public:
  /// @param model   on the CPU, whose fillings are wanted.
  /// @param filler  the same that draws no eos, from which candidates are drawn.
  /// @param sentences  bos is a hole.
  /// @throws UsageError if its sampling fills no holes.
  FillingCandidates(std::shared_ptr<const Generator> model, std::shared_ptr<const Generator> filler,
                    std::shared_ptr<const TokenBatch> sentences, const FillRequest& request);

  TokenBatch fill(int64_t first, int64_t count) const override;

 private:
  TokenBatch known_of(int64_t first, int64_t count) const;
  std::vector<double> log_weights(const TokenBatch& known, const TokenBatch& drawn) const;
  int64_t chosen(std::span<const double> log_weights, int64_t filling) const;

  std::shared_ptr<const TokenBatch> sentences_;
  FillRequest request_;
  int64_t candidates_;
  SpecialTokens specials_;
  std::unique_ptr<const engine::Rollouts> model_, filler_;
  const engine::FillingRollouts* filling_;  // filler_
};

}  // namespace lingan
