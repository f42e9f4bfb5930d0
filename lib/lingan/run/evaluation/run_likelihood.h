/// The likelihoods of a run: how probable real text is to its generator, and how probable its
/// samples are to itself and to the oracle.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/model/generators/generator.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Sentences whose likelihoods are asked for.
struct LikelihoodSentences {
  const TokenBatch& real;     ///< held-out ones; without rows their metrics have no value, nor
                              ///< have those of a run with labels, or sources, without these
  const TokenBatch& samples;  ///< of the generator, at least one
  std::string left_out = {};  ///< what is missing in `real`, for the notes of its metrics
  int32_t pad_to = 0;         ///< tokens, of `nll-gen-padded`; 0: the run's length
  bool intervals = false;     ///< of the sentences that are measured, drawn anew
};

/// The generator of a run for likelihoods, at the temperature that its sentences are sampled at:
/// then `nll-gen` is NLL_test of Caccia et al. 2020 and, beside NLL_oracle of such samples, a point
/// of their frontier.
/// @param generator  not changed.  @param temperature  of one without a likelihood: not looked at.
std::unique_ptr<engine::Rollouts> likelihood_rollouts(Generator& generator, const RunSpec& spec,
                                                      double temperature = 1.0);

/// Those that are named of: `nll-gen`, `nll-gen-padded` and `perplexity` of real sentences under
/// the generator, `nll-div` of samples under it, and `nll-oracle` of samples and
/// `nll-oracle-real` of real sentences under the oracle, which have a value
/// where the run has an oracle; see metrics/likelihood.h.
/// @param rollouts  the generator of the run of that spec, see likelihood_rollouts.
std::vector<metrics::MetricValue> run_likelihoods(const engine::Rollouts& rollouts,
                                                  const RunSpec& spec,
                                                  const LikelihoodSentences& sentences,
                                                  const std::vector<std::string>& names);

/// Whether one of the named metrics is one of real sentences.
bool measure_real_sentences(const std::vector<std::string>& names);

}  // namespace lingan
