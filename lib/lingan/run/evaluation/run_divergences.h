/// How far a run's generator is from the true distribution of its sentences.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/grammar/grammar.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// What a generator is compared with, and by which sentences.
struct DivergenceRequest {
  const TokenBatch& samples;                         ///< of the generator, at least one
  std::shared_ptr<const Grammar> grammar = nullptr;  ///< that the run's text is of; null: none
  uint64_t seed = 1;  ///< of as many sentences that are drawn from the true distribution
};

/// The named ones of metrics/divergences/divergences.h, between the generator and the run's oracle
/// or the grammar, of sentences of at most the run's length. Without a value, and with the reason,
/// are those of a generator whose sentences have no exact probability (none at all, one for each
/// label or source, or an average over latent codes).
/// @param rollouts  the generator of the run of that spec, that the samples were drawn with.
/// @throws UsageError if the run has an oracle and a grammar was named.
std::vector<metrics::MetricValue> run_divergences(const engine::Rollouts& rollouts,
                                                  const RunSpec& spec,
                                                  const DivergenceRequest& request,
                                                  const std::vector<std::string>& names);

}  // namespace lingan
