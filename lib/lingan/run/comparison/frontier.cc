#include <lingan/run/comparison/frontier.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <lingan/metrics/likelihood.h>
#include <lingan/metrics/metric_cards.h>

namespace lingan {
namespace {

bool is_better(double quality, double other, bool higher) {
  return higher ? quality > other : quality < other;
}

double value_of(const FrontierPoint& point, std::string_view metric) {
  const auto value = point.metrics.find(std::string(metric));
  return value == point.metrics.end() ? std::nan("") : value->second;
}

// Between neighbours, the share 0..1 of the way.
CurvePoint between(const CurvePoint& a, const CurvePoint& b, double share) {
  return {.swept = std::lerp(a.swept, b.swept, share),
          .quality = std::lerp(a.quality, b.quality, share),
          .diversity = std::lerp(a.diversity, b.diversity, share)};
}

const metrics::MetricCard& card_of(std::string_view metric) {
  constexpr int kOrders = 8;
  return *metrics::parse_metric(metric, kOrders).front().card;
}

}  // namespace

std::span<const FrontierPair> frontier_pairs() {
  static constexpr std::array<FrontierPair, 7> kPairs = {{{"bleu-4", "self-bleu-4"},
                                                          {"nll-oracle", "nll-gen"},
                                                          {"lm", "reverse-lm"},
                                                          {"kn-lm", "kn-reverse-lm"},
                                                          {"nll-gen", ""},
                                                          {"frechet", ""},
                                                          {"mauve", ""}}};
  return kPairs;
}

bool higher_is_better(std::string_view metric) {
  return card_of(metric).direction == metrics::Direction::kHigherIsBetter;
}

bool is_likelihood(std::string_view metric) { return metrics::is_under_generator(card_of(metric)); }

Curve curve_of(const ComparedRun& run, const FrontierPair& pair) {
  Curve curve;
  for (const FrontierPoint& point : run.frontier) {
    const double quality = value_of(point, pair.quality);
    const double diversity = pair.diversity.empty() ? 0 : value_of(point, pair.diversity);
    if (std::isfinite(quality) && std::isfinite(diversity)) {
      curve.push_back({.swept = point.swept, .quality = quality, .diversity = diversity});
    }
  }
  std::ranges::sort(curve, {}, &CurvePoint::swept);
  return curve;
}

const CurvePoint* at_one(const Curve& curve) {
  const auto one = std::ranges::find(curve, 1.0, &CurvePoint::swept);
  return one == curve.end() ? nullptr : &*one;
}

DiversityRange diversity_range(const Curve& curve) {
  const auto [low, high] = std::ranges::minmax(curve, {}, &CurvePoint::diversity);
  return {.low = low.diversity, .high = high.diversity};
}

std::optional<CurvePoint> at_diversity(const Curve& curve, double diversity, bool higher) {
  std::optional<CurvePoint> best;
  const auto offer = [&](const CurvePoint& point) {
    if (!best || is_better(point.quality, best->quality, higher)) best = point;
  };
  for (const CurvePoint& point : curve) {
    if (point.diversity == diversity) offer(point);
  }
  for (size_t i = 1; i < curve.size(); ++i) {
    const double before = diversity - curve[i - 1].diversity;
    const double after = curve[i].diversity - diversity;
    if (before * after > 0) offer(between(curve[i - 1], curve[i], before / (before + after)));
  }
  return best;
}

const CurvePoint* best_point(const Curve& curve, bool higher) {
  if (curve.empty()) return nullptr;
  const auto better = [higher](double a, double b) { return is_better(a, b, higher); };
  return &*std::ranges::min_element(curve, better, &CurvePoint::quality);
}

}  // namespace lingan
