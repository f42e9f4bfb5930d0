/// The verdict of a comparison: who gained over their start and their control at equal diversity,
/// over seeds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lingan/metrics/significance/seed_bootstrap.h>
#include <lingan/run/comparison/compared_runs.h>
#include <lingan/run/comparison/dominance.h>
#include <lingan/run/comparison/gain.h>

namespace lingan {

/// A difference counts whose p, after Holm's correction, is at most this.
inline constexpr double kSignificance = 0.05;

/// With fewer seeds nothing is judged: of two differences neither the spread nor the shape can be
/// told, and two that happen to be near one another would have any p.
inline constexpr size_t kLeastSeeds = 3;

/// What is said of a gain.
enum class Outcome {
  kBetter,    ///< significantly
  kWorse,     ///< significantly
  kTie,       ///< not significantly either
  kNotJudged  ///< fewer than kLeastSeeds, or a seed has no gain
};

/// A test of paired differences over seeds.
enum class SeedTest {
  kSignFlip,  ///< metrics/significance/sign_flip.h
  kPairedT    ///< metrics/significance/students_t.h
};

/// Of the differences of kLeastSeeds or more.
struct GainStatistics {
  double deviation = 0.0;           ///< standard deviation (n - 1)
  metrics::Interval interval = {};  ///< of the mean, 95 %: metrics::bootstrap_interval
  double interquartile_mean = 0.0;  ///< metrics/significance/few_runs.h, as the next three
  metrics::Interval interquartile_interval = {};
  double effect_size = 0.0;                 ///< Cohen's d_z
  double probability_of_improvement = 0.0;  ///< that a run's quality is better than an other's
  double sign_flip_p = 1.0;
  double t_p = 1.0;
  double p_holm = 1.0;  ///< the p of the family's test, after Holm's correction over it
};

/// A recipe against its control or its start, or the start's sentences, resampled by D's odds,
/// against the start; by one pair of metrics.
struct Gain {
  std::string recipe;
  RunRole against = RunRole::kControl;
  FrontierPair pair = {};
  std::vector<SeedGain> seeds = {};
  double mean = 0.0;                                        ///< of all seeds; NaN: one has no gain
  std::optional<GainStatistics> statistics = std::nullopt;  ///< nothing: not judged
  Outcome outcome = Outcome::kNotJudged;
  std::vector<DominanceRange> dominance = {};  ///< of the whole frontiers
};

/// Mean tokens over the seeds of a gain; NaN: not measured.
struct Lengths {
  double own = 0.0;
  double other = 0.0;
};
Lengths lengths_of(const Gain& gain);

/// Gains that are corrected together; those of a recipe follow one another.
struct GainFamily {
  SeedTest test = SeedTest::kPairedT;
  size_t judged = 0;  ///< gains that Holm's correction is over
  std::vector<Gain> gains = {};
};

/// What the recipes gained, and what their D could teach.
struct Verdict : GainFamily {
  size_t seeds = 0;                   ///< the least that a recipe has
  Sweep sweep = Sweep::kTemperature;  ///< of its runs
  double least_sign_flip_p = 1.0;     ///< with so many seeds
  /// Of the starts' sentences, resampled by the odds of the recipes' D, over the starts.
  GainFamily resampled = {};
  std::vector<std::string> alone = {};  ///< recipes that have neither start nor control
};

/// The share of what D could teach that the strategy carried into G: the recipe's mean gain over
/// its start by the resampled sentences' (a gain of Verdict::resampled). NaN where that is not
/// kBetter, or the recipe's has no statistics.
double carried_share(const Verdict& verdict, const Gain& resampled);

/// By every pair of metrics that was measured, and at several values of what is swept if it has a
/// diversity, each trained run against the start and the control of its recipe and seed. The test
/// is the sign-flip test where that can find anything with so many seeds and gains, which the
/// numbers of both decide, not their values; else the paired t-test. A gain that a seed lacks is
/// not judged: to leave out the runs that leave the range of diversity would praise the rest. The
/// gains of resampled sentences, by the pairs that they have, are a family of their own, so that
/// they do not weaken the verdict.
/// @throws UsageError as higher_is_better.
Verdict verdict_of(const std::vector<ComparedRun>& runs);

}  // namespace lingan
