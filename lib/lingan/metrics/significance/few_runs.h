/// Summaries of few runs that one outlier does not decide, as rliable has them.
///
/// Agarwal et al. 2021, "Deep reinforcement learning at the edge of the statistical precipice". Its
/// strata are tasks; these are of one task.
#pragma once

#include <span>

namespace lingan::metrics {

/// The mean without the lowest and the highest quarter, floor(n / 4) values each: of fewer than
/// four values the mean.  @param values  at least one.
double interquartile_mean(std::span<const double> values);

/// The chance that a value of a, drawn at random, is above one of b; equal ones count half (Mann
/// and Whitney's U by the number of pairs).  @param a, b  at least one value each.
double probability_of_improvement(std::span<const double> a, std::span<const double> b);

/// Cohen's d_z: the mean of paired differences by their standard deviation (n - 1); 0 where all are
/// 0, infinite where they are equal otherwise.  @param differences  at least two.
double paired_effect_size(std::span<const double> differences);

}  // namespace lingan::metrics
