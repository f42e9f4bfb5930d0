/// The discriminator of a run as a judge of its sentences.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/model/discriminators/discriminator_scorer.h>
#include <lingan/run/evaluation/run_discriminator.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Why the D of a recipe gives no odds, in one line; empty: it does.
std::string why_no_odds(const Recipe& recipe);

/// Why those odds may say little of sentences that G draws, in one line; empty: D has learned from
/// such.  REQUIRES: a strategy.
std::string why_weak_odds(const Recipe& recipe);

/// D as the last checkpoint has it: with the average of its weights, if it keeps one.
class RunJudge {
 public:
  /// @throws UsageError if the run's D gives no odds: it has none, or by its objective its output
  /// is no logit of being real, or it judges tokens or batches, or its labels were smoothed, or it
  /// is never trained; InputError if there is no checkpoint, or D was not trained before it.
  explicit RunJudge(const RunDirectory& run);

  /// f(x) = ln D(x) - ln (1 - D(x)) of each sentence, [rows]; the mean over the representations of
  /// a D that has several.
  std::vector<double> log_odds(const TokenBatch& sentences) const;

 private:
  RunDiscriminator discriminator_;
  std::unique_ptr<DiscriminatorScorer> scorer_;
};

}  // namespace lingan
