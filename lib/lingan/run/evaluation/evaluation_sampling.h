/// How the sentences of an evaluation are drawn: what that leaves of likelihoods, and how
/// signatures say it.
#pragma once

#include <string>

#include <lingan/run/evaluation/run_evaluation.h>

namespace lingan {

/// Whether there are likelihoods under the generator as it draws: not where tokens are cut off, nor
/// where the discriminator chooses.
bool has_likelihoods(const RunEvaluationRequest& request);

/// @throws UsageError if there are none and one is named.
void require_named_likelihoods(const RunEvaluationRequest& request);

/// `temperature:T|top-k:K|top-p:P|greedy:yes|judge:NAME|`, as far as it is not the default.
std::string sampling_signature(const RunEvaluationRequest& request);

}  // namespace lingan
