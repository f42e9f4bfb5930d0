#include <algorithm>
#include <string>

#include <fmt/format.h>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/vectors/divergence_frontier.h>
#include <lingan/metrics/vectors/frechet.h>
#include <lingan/metrics/vectors/mauve.h>

namespace lingan::metrics {
namespace {

constexpr auto kHigher = Direction::kHigherIsBetter;
constexpr auto kLower = Direction::kLowerIsBetter;

template <double (*Value)(const VectorPair&)>
double of_vectors(EvaluationCounts& counts, int) {
  return Value(counts.vectors());
}

/// The clusterings that all of MAUVE's metrics share.
using Clusterings = std::vector<MauveValues>;

const Clusterings& clusterings(EvaluationCounts& counts) {
  return counts.shared<Clusterings>([&] { return mauve(counts.vectors()); });
}

template <double MauveValues::*Field>
double mean(EvaluationCounts& counts, int) {
  double sum = 0;
  for (const MauveValues& values : clusterings(counts)) sum += values.*Field;
  return sum / static_cast<double>(clusterings(counts).size());
}
double lowest(EvaluationCounts& counts, int) {
  return std::ranges::min(clusterings(counts), {}, &MauveValues::mauve).mauve;
}
double highest(EvaluationCounts& counts, int) {
  return std::ranges::max(clusterings(counts), {}, &MauveValues::mauve).mauve;
}

constexpr std::string_view kSeeds =
    "k-means differs from seed to seed by more than the sample: see mauve-low and mauve-high";

MetricCard without_interval(MetricCard card, std::string_view why) {
  card.no_interval = why;
  return card;
}

MetricCard card_of(std::string_view name, std::string_view summary, std::string_view paper,
                   double (*value)(EvaluationCounts&, int)) {
  return {.name = name,
          .summary = summary,
          .paper = paper,
          .direction = kLower,
          .needs = Needs::kVectors,
          .value = value};
}

std::string buckets(EvaluationCounts& counts) {
  return fmt::format("buckets:{}|", mauve_buckets(counts.vectors()));
}

std::string buckets_and_scaling(EvaluationCounts& counts) {
  return buckets(counts) + fmt::format("scaling:{}|", kMauveScaling);
}

/// One of MAUVE's metrics that is higher for closer samples.
MetricCard higher(MetricCard card) {
  card.direction = kHigher;
  card.no_interval = kSeeds;
  card.settings = buckets_and_scaling;
  return card;
}

constexpr std::string_view kFrechet = "Heusel et al. 2017 (FID); de Masson d'Autume et al. 2019";
constexpr std::string_view kMauve = "Pillutla et al. 2021; as mauve-text 0.4.0";

}  // namespace

MetricCard frechet_card() {
  return card_of("frechet",
                 "Frechet distance of the vectors, >= 0; falls as samples grow: see the next two",
                 kFrechet, of_vectors<frechet_distance>);
}

MetricCard frechet_floor_card() {
  return without_interval(
      card_of("frechet-floor",
              "the same of real against real: halves of the references, at the samples' sizes",
              kFrechet, of_vectors<frechet_floor>),
      "no hypothesis is in it");
}

MetricCard frechet_extrapolated_card() {
  return without_interval(
      card_of("frechet-extrapolated",
              "the same for endless samples, by a line over 1/n through wholes, halves, quarters",
              "Chong & Forsyth 2020", of_vectors<frechet_extrapolated>),
      "it is made of random parts of the samples: see that of frechet");
}

MetricCard mauve_card() {
  return higher(card_of("mauve", "MAUVE of the vectors, 0..1, the mean over five clusterings",
                        kMauve, mean<&MauveValues::mauve>));
}

MetricCard mauve_low_card() {
  return higher(card_of("mauve-low", "the lowest of the five", kMauve, lowest));
}

MetricCard mauve_high_card() {
  return higher(card_of("mauve-high", "the highest of the five", kMauve, highest));
}

MetricCard mauve_star_card() {
  return higher(card_of("mauve-star", "MAUVE of smoothed histograms, 0..1, the mean of the five",
                        "Pillutla et al. 2023; as mauve-text 0.4.0",
                        mean<&MauveValues::mauve_star>));
}

MetricCard frontier_integral_card() {
  MetricCard card = without_interval(
      card_of("frontier-integral",
              "area between the histograms' frontier and its best, 0..1, the mean of the five",
              "Liu et al. 2021; as mauve-text 0.4.0", mean<&MauveValues::frontier_integral>),
      kSeeds);
  card.settings = buckets;
  return card;
}

}  // namespace lingan::metrics
