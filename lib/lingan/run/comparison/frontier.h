/// Frontiers: quality against diversity, over sampling temperatures, or over top-p (sweep.h).
///
/// Any generator writes better sentences at a lower value of what is swept and more diverse ones at
/// a higher one. So qualities are compared at the same diversity (Caccia et al. 2018, "Language
/// GANs falling short").
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <lingan/run/comparison/compared_runs.h>

namespace lingan {

/// A metric of quality and one of diversity.
struct FrontierPair {
  std::string_view quality;
  std::string_view diversity;  ///< empty: the first measures both (Frechet distance, MAUVE)
};

/// All pairs, in the order of reports.
std::span<const FrontierPair> frontier_pairs();

/// Whether higher values of a metric are better, by its card; of a metric of diversity, more
/// diverse.
/// @throws UsageError if there is no such metric.
bool higher_is_better(std::string_view metric);

/// Whether a metric is a likelihood of real sentences under the generator, as nll-gen; likewise.
bool is_likelihood(std::string_view metric);

/// One value of what is swept.
struct CurvePoint {
  double swept = 1.0;
  double quality = 0.0;
  double diversity = 0.0;  ///< 0 where the pair has none
};

/// In order of what is swept.
using Curve = std::vector<CurvePoint>;

/// The points of a run that have both values.
Curve curve_of(const ComparedRun& run, const FrontierPair& pair);

/// The point at 1; null: none.
const CurvePoint* at_one(const Curve& curve);

/// The lowest and the highest diversity.
struct DiversityRange {
  double low = 0.0;
  double high = 0.0;
};

/// REQUIRES: a point at least.
DiversityRange diversity_range(const Curve& curve);

/// The point of a diversity, with what is swept and quality interpolated linearly between
/// neighbours. Where the curve passes a diversity more than once, the one of the best quality.
/// @param higher  whether a higher quality is better.
/// @return nothing where the diversity lies outside the curve's: nothing is extrapolated.
std::optional<CurvePoint> at_diversity(const Curve& curve, double diversity, bool higher);

/// The point of the best quality; null: there is no point.
const CurvePoint* best_point(const Curve& curve, bool higher);

}  // namespace lingan
