/// The likelihoods of a run: how probable real text is to its generator, and how probable its
/// samples are to itself and to the oracle.
#pragma once

#include <vector>

#include <lingan/metrics/evaluation.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// `nll-gen`, `nll-gen-padded` and `perplexity` of real sentences under the generator, `nll-div` of
/// samples under it, and `nll-oracle` where the run has an oracle; see metrics/likelihood.h.
/// @param real     held-out sentences; without rows the first three are left out.
/// @param samples  sentences of the generator; without rows the last two are left out.
std::vector<metrics::MetricValue> run_likelihoods(const RunDirectory& run, const TokenBatch& real,
                                                  const TokenBatch& samples);

}  // namespace lingan
