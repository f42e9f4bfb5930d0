/// Estimates by the path through relaxed tokens and D.
#pragma once

#include <memory>

#include <lingan/gan/gradients/sampled_estimate.h>

namespace lingan {

/// The gradient of the mean reward of K sentences of Gumbel-softmax tokens (Jang et al. 2017). As
/// make_sampled_estimate().
std::unique_ptr<SampledEstimate> make_pathwise_estimate(
    const SampledEstimatorCard& card, const gradients::EstimatorSettings& settings,
    const EstimateSource& source);

}  // namespace lingan
