/// Where one frontier lies above another.
#pragma once

#include <utility>
#include <vector>

#include <lingan/run/comparison/frontier.h>

namespace lingan {

/// How a frontier lies to another at some diversity.
enum class Standing {
  kAbove,   ///< better, with every seed
  kBelow,   ///< worse, with every seed
  kNeither  ///< better with some seeds, worse or as good with others
};

/// A range of diversity in which the standing is one.
struct DominanceRange {
  double from = 0.0;
  double to = 0.0;
  Standing standing = Standing::kNeither;
};

/// A run's curve and the other's, of one seed.
using CurvePair = std::pair<Curve, Curve>;

/// The ranges, in order of diversity, of what all curves have in common, looked at in 21 places
/// at equal distances. It describes the seeds at hand; it is no test.
/// @param seeds  all curves have a point at least.
/// @param higher  whether a higher quality is better.
/// @return empty if the curves have no diversity in common.
std::vector<DominanceRange> dominance(const std::vector<CurvePair>& seeds, bool higher);

}  // namespace lingan
