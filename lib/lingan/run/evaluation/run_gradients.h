/// How good each estimator of the gradient of a run's generator is.
#pragma once

#include <cstdint>

#include <lingan/gan/gradients/sampled_study.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Measures at the run's last checkpoint, against its own D: see sampled_study(). What relaxed
/// tokens feed back is as the recipe has it.
/// @param seed  of the draws.
/// @throws UsageError naming the run if its recipe's gradient cannot be studied; as load_state and
/// sampled_study.
SampledStudy study_run(const RunDirectory& run, const SampledStudyOptions& options, uint64_t seed);

}  // namespace lingan
