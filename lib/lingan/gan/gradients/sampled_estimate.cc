#include <lingan/gan/gradients/sampled_estimate.h>

#include <lingan/gan/gradients/pathwise_estimate.h>
#include <lingan/gan/gradients/score_function_estimate.h>

namespace lingan {

std::unique_ptr<SampledEstimate> make_sampled_estimate(const SampledEstimatorCard& card,
                                                       const gradients::EstimatorSettings& settings,
                                                       const EstimateSource& source) {
  return card.pathwise ? make_pathwise_estimate(card, settings, source)
                       : make_score_function_estimate(card, settings, source);
}

}  // namespace lingan
