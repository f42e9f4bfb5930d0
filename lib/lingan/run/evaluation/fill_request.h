/// How holes of sentences are to be filled.
#pragma once

#include <cstdint>

#include <lingan/engine/contract/sampling_options.h>

namespace lingan {

/// How holes are filled.
struct FillRequest {
  int64_t fillings = 1;                  ///< of each sentence, >= 1
  uint64_t seed = 1;                     ///< the same seed fills the same
  engine::SamplingOptions options = {};  ///< temperature, cuts, greedy: see make_hole_filler()
  int64_t candidates = 0;  ///< unless the run's sentences are masked: how many fillings one is
                           ///< chosen from, >= 1; 0: kFillingCandidates
  int64_t steps = 0;  ///< of a generator with a latent code: how often candidates are drawn, >= 1;
                      ///< 0: kFillingSteps
};

}  // namespace lingan
