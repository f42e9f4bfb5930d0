#include <lingan/run/comparison/gain.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lingan {
namespace {

std::string names_of(const FrontierPair& pair) {
  if (pair.diversity.empty()) return std::string(pair.quality);
  return fmt::format("{} and {}", pair.quality, pair.diversity);
}

bool ends_with(const Curve& curve, const CurvePoint& point) {
  return curve.size() > 1 &&
         (point.swept == curve.front().swept || point.swept == curve.back().swept);
}

// Sets the two points, or says why there are none.
void find_best(SeedGain& gain, const Curve& own, const Curve& other, bool higher) {
  gain.own = *best_point(own, higher);
  gain.other = *best_point(other, higher);
  gain.at_an_end = ends_with(own, *gain.own) || ends_with(other, *gain.other);
  const auto is_at_one = [](const CurvePoint& point) { return point.swept == 1; };
  gain.only_at_one = std::ranges::all_of(own, is_at_one) && std::ranges::all_of(other, is_at_one);
}

void find_equally_diverse(SeedGain& gain, const Curve& own, const Curve& other, bool higher) {
  const CurvePoint* one = at_one(own);
  if (one == nullptr) return;
  gain.own = *one;
  gain.other = at_diversity(other, one->diversity, higher);
}

}  // namespace

const char* name_of(RunRole role) {
  switch (role) {
    case RunRole::kStart:
      return "start";
    case RunRole::kControl:
      return "control";
    case RunRole::kResampled:
      return "resampled";
    case RunRole::kTrained:
      break;
  }
  return "trained";
}

double metric_at(const ComparedRun& run, std::string_view metric, double swept) {
  Curve curve = curve_of(run, {metric, ""});
  for (CurvePoint& point : curve) point.diversity = point.swept;
  const auto point = at_diversity(curve, swept, true);
  return point ? point->quality : std::nan("");
}

SeedGain gain_over(const ComparedRun& run, const ComparedRun& other, const FrontierPair& pair) {
  SeedGain gain{.seed = run.seed};
  const bool higher = higher_is_better(pair.quality);
  const Curve own = curve_of(run, pair);
  const Curve others = curve_of(other, pair);
  if (own.empty() || others.empty()) {
    gain.why_not =
        fmt::format("the {} has no {}", own.empty() ? "run" : name_of(other.role), names_of(pair));
    return gain;
  }
  (pair.diversity.empty() ? find_best : find_equally_diverse)(gain, own, others, higher);
  if (!gain.own) {
    gain.why_not = fmt::format("the run has no value at {} 1", name_of(run.sweep));
    return gain;
  }
  gain.own_tokens = metric_at(run, kMeanTokens, gain.own->swept);
  if (!gain.other) {
    const DiversityRange range = diversity_range(others);
    gain.why_not =
        fmt::format("its {} of {:.4f} is outside the {}'s {:.4f} to {:.4f}", pair.diversity,
                    gain.own->diversity, name_of(other.role), range.low, range.high);
    return gain;
  }
  gain.other_tokens = metric_at(other, kMeanTokens, gain.other->swept);
  gain.gain = (gain.own->quality - gain.other->quality) * (higher ? 1 : -1);
  return gain;
}

}  // namespace lingan
