/// Sentences out of a finished (or half-finished) run.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <lingan/base/token_batch.h>
#include <lingan/engine/precision.h>
#include <lingan/engine/rollouts/rollouts.h>

namespace lingan {

class RunDirectory;
struct RunSpec;

/// What to draw from a run.
struct RunSampleRequest {
  int64_t sentences = 10;                ///< >= 0
  uint64_t seed = 1;                     ///< the same seed draws the same sentences
  engine::SamplingOptions options = {};  ///< temperature and cuts
  std::string prompt = {};               ///< text that every sentence begins with
  engine::Precision precision = engine::Precision::kFloat32;  ///< of the output layer's products
};

/// Draws sentences with the run's chosen generator and hands them on in blocks, in order.
/// @throws InputError if the run has no generator yet; UsageError for options out of range or a
/// prompt that fills the whole sentence.
void sample_run(const RunDirectory& run, const RunSampleRequest& request,
                const std::function<void(const engine::Samples&)>& consumer);

/// The same sentences as one batch, of a generator that is loaded and packed already.
/// @param rollouts  the generator of the run of that spec; the request's precision is not looked
/// at.
TokenBatch sample_rows(const engine::Rollouts& rollouts, const RunSpec& spec,
                       const RunSampleRequest& request);

}  // namespace lingan
