/// What a run gained over another at equal diversity.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <lingan/run/comparison/compared_runs.h>
#include <lingan/run/comparison/frontier.h>

namespace lingan {

/// Tokens of a sentence, on average: shorter sentences are easier to write.
inline constexpr std::string_view kMeanTokens = "mean-tokens";

/// The gain of one seed.
struct SeedGain {
  int seed = 0;
  double gain = std::numeric_limits<double>::quiet_NaN();  ///< > 0: the run is better; NaN: none
  std::optional<CurvePoint> own = std::nullopt;            ///< at 1, or the run's best point
  std::optional<CurvePoint> other = std::nullopt;          ///< of the same diversity, or the best
  double own_tokens = std::numeric_limits<double>::quiet_NaN();  ///< mean-tokens there
  double other_tokens = std::numeric_limits<double>::quiet_NaN();
  bool only_at_one = false;  ///< neither was measured anywhere but at 1 of what is swept
  bool at_an_end = false;    ///< a best point is at the end of its curve: beyond may be a better
  std::string why_not = {};  ///< why there is no gain
};

/// The quality of a run at 1 of what is swept minus the other's where that has the same diversity,
/// by at_diversity. Of pairs without diversity, the run's best quality minus the other's, each
/// where it is best.
/// @throws UsageError as higher_is_better.
SeedGain gain_over(const ComparedRun& run, const ComparedRun& other, const FrontierPair& pair);

/// A metric of a run at a value of what is swept, interpolated linearly between neighbours; NaN: it
/// has none.
double metric_at(const ComparedRun& run, std::string_view metric, double swept);

/// `start`, `control`, `trained` or `resampled`.
const char* name_of(RunRole role);

}  // namespace lingan
