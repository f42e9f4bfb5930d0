#include <lingan/metrics/memory/support.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

constexpr double kTail = .025;  // on either side of the interval

// P(X <= x) of the gamma distribution of this shape and scale 1, by its power series.
double gamma_probability(double shape, double x) {
  if (x <= 0) return 0;
  double term = std::exp(shape * std::log(x) - x - std::lgamma(shape + 1));
  double sum = term;
  for (double n = 1; term > 1e-17 * sum || n < x - shape; ++n) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

// The x with P(X <= x) = probability, by bisection.
double gamma_quantile(double shape, double probability) {
  double low = 0;
  double high = shape + 10 * std::sqrt(shape) + 10;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (gamma_probability(shape, middle) < probability ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

Collisions count_collisions(const SentenceList& sentences) {
  std::unordered_map<std::string_view, int64_t> counts;
  for (int64_t i = 0; i < sentences.size(); ++i) ++counts[bytes_of(sentences[i])];
  Collisions collisions{.sentences = sentences.size()};
  for (const auto& [bytes, times] : counts) {
    const auto n = static_cast<double>(times);
    collisions.pairs += n * (n - 1) / 2;
    collisions.triples += n * (n - 1) * (n - 2) / 6;
  }
  return collisions;
}

Support estimate_support(const Collisions& collisions) {
  if (collisions.sentences < 2) throw UsageError("the support needs at least two sentences");
  const auto n = static_cast<double>(collisions.sentences);
  const double all_pairs = n * (n - 1) / 2;
  const double all_triples = all_pairs * (n - 2) / 3;
  const double chance = collisions.pairs / all_pairs;
  const double variance =
      collisions.pairs * (1 - chance) + 6 * (collisions.triples - all_triples * chance * chance);
  const double unit = collisions.pairs > 0 ? std::max(1.0, variance / collisions.pairs) : 1;
  const double fewest =
      collisions.pairs > 0 ? unit * gamma_quantile(collisions.pairs / unit, kTail) : 0;
  const double maximum = unit * gamma_quantile(collisions.pairs / unit + 1, 1 - kTail);
  const auto size = [&](double pairs) { return std::max(1.0, all_pairs / pairs); };
  return {.low = size(maximum), .estimate = size(collisions.pairs), .high = size(fewest)};
}

namespace {

Support support_of(EvaluationCounts& counts) {
  const SentenceList& sentences = counts.sentences().hypotheses;
  if (sentences.size() < 2) throw NoValue("the support needs at least two sentences");
  return counts.shared<Support>([&] { return estimate_support(count_collisions(sentences)); });
}

double finite(double sentences, const EvaluationCounts& counts) {
  if (std::isfinite(sentences)) return sentences;
  throw NoValue(fmt::format("no two of the {} sentences are equal: draw more",
                            counts.sentences().hypotheses.size()));
}

MetricCard card(std::string_view name, std::string_view summary,
                double (*value)(EvaluationCounts&, int)) {
  return {.name = name,
          .summary = summary,
          .paper = "Arora et al. 2018, birthday paradox",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kHypotheses,
          .value = value,
          .no_interval = "support-low and support-high are support's interval"};
}

}  // namespace

MetricCard support_card() {
  return card(
      "support", "how many different sentences the equal pairs among the hypotheses speak for",
      [](EvaluationCounts& counts, int) { return finite(support_of(counts).estimate, counts); });
}

MetricCard support_low_card() {
  return card("support-low", "lower end of support's 95 % confidence interval",
              [](EvaluationCounts& counts, int) { return support_of(counts).low; });
}

MetricCard support_high_card() {
  return card(
      "support-high", "upper end of support's 95 % confidence interval",
      [](EvaluationCounts& counts, int) { return finite(support_of(counts).high, counts); });
}

}  // namespace lingan::metrics
