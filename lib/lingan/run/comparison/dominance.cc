#include <lingan/run/comparison/dominance.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lingan {
namespace {

constexpr int kSteps = 20;

DiversityRange in_common(const std::vector<CurvePair>& seeds) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  DiversityRange common{.low = -kInfinity, .high = kInfinity};
  for (const auto& [own, other] : seeds) {
    for (const Curve* curve : {&own, &other}) {
      const DiversityRange range = diversity_range(*curve);
      common.low = std::max(common.low, range.low);
      common.high = std::min(common.high, range.high);
    }
  }
  return common;
}

Standing standing_at(double diversity, const std::vector<CurvePair>& seeds, bool higher) {
  size_t above = 0;
  size_t below = 0;
  for (const auto& [own, other] : seeds) {
    const double difference = at_diversity(own, diversity, higher)->quality -
                              at_diversity(other, diversity, higher)->quality;
    if (difference == 0) continue;
    ++((difference > 0) == higher ? above : below);
  }
  if (above == seeds.size()) return Standing::kAbove;
  return below == seeds.size() ? Standing::kBelow : Standing::kNeither;
}

}  // namespace

std::vector<DominanceRange> dominance(const std::vector<CurvePair>& seeds, bool higher) {
  const DiversityRange common = in_common(seeds);
  std::vector<DominanceRange> ranges;
  if (seeds.empty() || !(common.low < common.high)) return ranges;
  for (int step = 0; step <= kSteps; ++step) {
    const double place = std::lerp(common.low, common.high, static_cast<double>(step) / kSteps);
    const Standing standing = standing_at(place, seeds, higher);
    if (ranges.empty() || ranges.back().standing != standing) {
      ranges.push_back({.from = place, .to = place, .standing = standing});
    }
    ranges.back().to = place;
  }
  return ranges;
}

}  // namespace lingan
