#include <lingan/metrics/significance/compare_systems.h>

#include <array>

#include <lingan/base/error.h>
#include <lingan/metrics/signature.h>
#include <lingan/metrics/significance/holm.h>

namespace lingan::metrics {
namespace {

std::vector<std::string> names_of_all() {
  std::vector<std::string> names;
  for (const MetricCard& card : metric_cards()) {
    if (card.corpus_score) names.emplace_back(card.name);
  }
  return names;
}

/// The metrics that the names mean.
std::vector<MetricName> metrics_of(const EvaluationOptions& options) {
  const auto all = names_of_all();
  auto metrics = parse_metrics(options.metrics.empty() ? all : options.metrics, options.max_order);
  for (const MetricName& metric : metrics) {
    if (metric.card->corpus_score) continue;
    std::string message =
        "metric " + metric.text() + " has no test of significance; those that have one:";
    for (const auto& other : all) message += " " + other;
    throw UsageError(message);
  }
  return metrics;
}

void require_equal_sizes(std::span<const EvaluationSentences> systems) {
  const int64_t size = systems[0].hypotheses.size();
  if (size == 0) throw InputError("there is no hypothesis to measure");
  for (const auto& system : systems) {
    if (!system.references) throw UsageError("significance needs references: give `references`");
    if (system.hypotheses.size() == size) continue;
    throw InputError("systems of " + std::to_string(size) + " and of " +
                     std::to_string(system.hypotheses.size()) +
                     " hypotheses; they must have one line each");
  }
}

/// sacreBLEU names the test after the number of references.
std::string with_test(const std::string& signature, const SignificanceTest& test) {
  const size_t at = signature.find('|');
  return signature.substr(0, at) + "|" + std::string(test.key) + ":" +
         std::to_string(test.samples) + "|seed:" + std::to_string(kResamplingSeed) +
         signature.substr(at);
}

SystemComparison compare_by(const MetricName& metric, std::span<const EvaluationSentences> systems,
                            const EvaluationOptions& options, const SignificanceTest& test) {
  constexpr int kLongestOrder = 5;  // of the counts that a metric may ask for
  std::vector<SegmentStatistics> statistics;
  std::string signature;
  for (const auto& system : systems) {
    EvaluationCounts counts(system, options, kLongestOrder);
    statistics.push_back(metric.card->corpus_score->statistics(counts));
    signature = with_test(signature_of(metric, counts), test);
  }
  return {.metric = metric.text(),
          .signature = signature,
          .systems = test.test(*metric.card->corpus_score, statistics, test.samples)};
}

void correct_by_holm(std::vector<SystemComparison>& comparisons) {
  std::vector<double> p;
  for (const auto& comparison : comparisons) {
    for (const auto& system : comparison.systems) {
      if (system.p) p.push_back(*system.p);
    }
  }
  const auto adjusted = holm_adjusted(p);
  size_t at = 0;
  for (auto& comparison : comparisons) {
    for (auto& system : comparison.systems) {
      if (system.p) system.p_holm = adjusted[at++];
    }
  }
}

}  // namespace

std::span<const SignificanceTest> significance_tests() {
  static constexpr std::array<SignificanceTest, 2> kTests = {{
      {.name = "bootstrap",
       .summary = "paired bootstrap, 1,000 resamples",
       .key = "bs",
       .samples = 1000,
       .test = paired_bootstrap},
      {.name = "randomization",
       .summary = "paired approximate randomization, 10,000 trials",
       .key = "ar",
       .samples = 10000,
       .test = paired_randomization},
  }};
  return kTests;
}

std::vector<SystemComparison> compare_systems(std::span<const EvaluationSentences> systems,
                                              const EvaluationOptions& options,
                                              const SignificanceTest& test) {
  if (systems.size() < 2) throw UsageError("significance needs at least two systems");
  require_equal_sizes(systems);
  std::vector<SystemComparison> comparisons;
  for (const MetricName& metric : metrics_of(options)) {
    comparisons.push_back(compare_by(metric, systems, options, test));
  }
  correct_by_holm(comparisons);
  return comparisons;
}

}  // namespace lingan::metrics
