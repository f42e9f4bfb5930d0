/// The distribution that a run's sentences should have, where it is known: an oracle's, or a
/// grammar's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/grammar/grammar.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Sentences drawn from a distribution. Some may be none that the run's generator can write, for
/// want of a word.
struct TrueSentences {
  TokenBatch rows = {};                        ///< those that it can write, [N, T]
  std::vector<double> log_probabilities = {};  ///< [N + M]: of the rows, then of the others
  int64_t unwritable = 0;                      ///< M
};

/// Sentences of at most the run's length, and what each is worth.
class TrueDistribution {
 public:
  virtual ~TrueDistribution() = default;

  /// Draws sentences that are not among those that `lingan` makes a corpus of with the same seed.
  virtual TrueSentences draw(int64_t sentences, uint64_t seed) const = 0;

  /// ln p of every row as the run's generator writes it; -infinity: it is no sentence of these.
  virtual std::vector<double> log_probabilities(const TokenBatch& rows) const = 0;

  /// What it is, for signatures: `oracle`, or `grammar`.
  virtual std::string name() const = 0;
};

/// @param spec     of the run; must live as long as the distribution.
/// @param grammar  that the run's text is of; null: not known.
/// @throws metrics::NoValue if the run has neither an oracle nor a grammar, or probabilities of the
/// grammar's sentences are not those of the run's tokens; UsageError if it has both.
std::unique_ptr<TrueDistribution> true_distribution(const RunSpec& spec,
                                                    std::shared_ptr<const Grammar> grammar);

/// ln of the probability of every row under a generator.
std::vector<double> sentence_log_probabilities(const engine::Rollouts& rollouts,
                                               const TokenBatch& rows);

}  // namespace lingan
