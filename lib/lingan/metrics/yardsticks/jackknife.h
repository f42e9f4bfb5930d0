/// Intervals of metrics that are no function of sums over sentences: they compare the hypotheses
/// with one another, or count what is in any of them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/yardsticks/bootstrap.h>

namespace lingan::metrics {

/// Groups of hypotheses that are left out, one after another.
inline constexpr int64_t kJackknifeGroups = 20;

/// 95 % intervals by leaving out each of 20 random groups of the hypotheses: value +- t s, with
/// s^2 = 19/20 times the sum of the squared distances of the 20 values to their mean, and t that of
/// Student's distribution with 19 degrees of freedom. A bootstrap would draw sentences again, and
/// so take the sample for less diverse than it is; here no sentence comes twice. Of any function
/// that does not depend on the order of the sentences s^2 is on average no less than its variance:
/// Efron & Stein 1981, "The jackknife estimate of variance". Costs 20 evaluations.
/// @param values  of evaluate() with the same options.
/// @return [values]; none where the value, or that of a part, is NaN.
/// @throws NoValue for fewer than 40 hypotheses.
std::vector<std::optional<Ends>> jackknife_intervals(const EvaluationSentences& sentences,
                                                     const EvaluationOptions& options,
                                                     std::span<const MetricValue> values);

/// The interval of a value, from the values without each group.  REQUIRES: two groups or more.
Ends jackknife_interval(double value, std::span<const double> without);

}  // namespace lingan::metrics
