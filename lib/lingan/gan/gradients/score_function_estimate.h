/// Estimates by the score function: sum_t A_t grad ln p(y_t | y_<t).
#pragma once

#include <memory>

#include <lingan/gan/gradients/sampled_estimate.h>

namespace lingan {

/// The mean over K sentences, with A_t the reward of the sentence, or the mean reward of M
/// completions of y_1..y_t by G itself, less a baseline (Williams 1992; Yu et al. 2017, eq. 4 and
/// 7). As make_sampled_estimate().
std::unique_ptr<SampledEstimate> make_score_function_estimate(
    const SampledEstimatorCard& card, const gradients::EstimatorSettings& settings,
    const EstimateSource& source);

}  // namespace lingan
