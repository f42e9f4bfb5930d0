/// Several systems on the same sentences, with the significance of their differences.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/significance/paired_tests.h>

namespace lingan::metrics {

/// A test by name.
struct SignificanceTest {
  std::string_view name;
  std::string_view summary;
  std::string_view key;  ///< of sacreBLEU's signature
  int64_t samples;       ///< as many as sacreBLEU takes
  PairedTest test;
};

/// `bootstrap` and `randomization`.
std::span<const SignificanceTest> significance_tests();

/// What came of one metric.
struct SystemComparison {
  std::string metric;
  std::string signature;              ///< sacreBLEU's, with the test
  std::vector<SystemResult> systems;  ///< in their order
};

/// Scores every system, and tests each against the first. Holm's correction is over all p-values
/// that come back: those of all systems by all metrics.
/// @param systems  at least two, of one number of hypotheses.
/// @param options  metrics of sums over sentences (MetricCard::corpus_score); none named: all of
/// them.
/// @throws UsageError for another metric, as evaluate() does, and for what has no value; InputError
/// if the numbers of hypotheses differ.
std::vector<SystemComparison> compare_systems(std::span<const EvaluationSentences> systems,
                                              const EvaluationOptions& options,
                                              const SignificanceTest& test);

}  // namespace lingan::metrics
