/// How good each estimator of the gradient of a generator in training is.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/gan/gradients/sampled_estimate.h>
#include <lingan/gan/gradients/sampled_quality.h>
#include <lingan/gradients/study.h>

namespace lingan {

/// What to measure.
struct SampledStudyOptions {
  /// Names of sampled_estimators(), none: all; settings, each in turn. Samples K: sentences of one
  /// estimate, none: the context's batch.
  gradients::StudyOptions sweep = {.samples = {}};
  int64_t estimates = 64;     ///< of each estimator with each of its settings, >= kBlocks; rounded
                              ///< up to a multiple of kBlocks
  int64_t reference = 16384;  ///< sentences of the reference, rounded up likewise
};

/// Why the gradient of a recipe's generator cannot be studied, as the end of "the run WHY"; empty:
/// it can.
std::string why_not_studied(const Recipe& recipe);

/// Measures the estimators against leave-one-out, which is unbiased, of many sentences of its own.
/// Weights do not move; their gradients are left as they come.
/// @param source  of a recipe that can be studied.
/// @throws UsageError as chosen_sampled_estimators(); Interrupted.
SampledStudy sampled_study(const EstimateSource& source, const SampledStudyOptions& options);

}  // namespace lingan
