/// What a run's generator puts into the holes of sentences.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/run/evaluation/fill_request.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// FillRequest::candidates by itself.
inline constexpr int64_t kFillingCandidates = 64;

/// FillRequest::steps by itself.
inline constexpr int64_t kFillingSteps = 8;

/// Fills the holes of sentences that it was made for.
class HoleFiller {
 public:
  virtual ~HoleFiller() = default;

  /// Fillings first..first + count - 1, [count, T]: those of a sentence stand one after the other.
  /// A filling depends on the request and its number alone.
  virtual TokenBatch fill(int64_t first, int64_t count) const = 0;
};

/// The filler of a run.
///   a run of masked sentences  draws the words of a sentence's holes from left to right, each with
///                              all of the masked sentence in sight
///   a language model           draws words for the holes from left to right, which sees nothing to
///                              the right, `candidates` times, and chooses one of these fillings
///                              with probability proportional to the likelihood of the known
///                              tokens, so that with many the filling is one of the model given
///                              all that is known (sampling-importance-resampling: Rubin 1987;
///                              Gordon et al. 1993). `greedy`: the likeliest of them
///   a generator of latent codes  draws `candidates` of a code and words together, `steps` times,
///                              and goes on to one of these, or keeps the present one, by the same
///                              weights (filling_by_codes.h). `greedy`: the filling whose weights
///                              have the largest sum in the last step
/// @param sentences  rows of tokens, each up to its length; bos is a hole.
/// @throws UsageError if the generator can fill no holes, or `candidates` or `steps` have no
/// effect; InputError if training has not saved one yet.
std::unique_ptr<HoleFiller> make_hole_filler(const RunDirectory& run,
                                             std::shared_ptr<const TokenBatch> sentences,
                                             const FillRequest& request);

}  // namespace lingan
