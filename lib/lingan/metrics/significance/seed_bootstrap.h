/// Bootstrap intervals over few values, such as one for each seed.
#pragma once

#include <span>
#include <vector>

namespace lingan::metrics {

/// Both ends belong to it.
struct Interval {
  double low = 0;
  double high = 0;
};

/// A function of a sample.
using Statistic = double (*)(std::span<const double> values);

/// How many resamples stand for all.
inline constexpr int kSeedResamples = 10'000;

/// The statistic of samples drawn from values with replacement, in increasing order,
/// [kSeedResamples]. The draws are those of scipy.stats.bootstrap with
/// `rng=numpy.random.default_rng(12345)`, and of all values of one count the same. Resampling
/// paired differences is the paired bootstrap.
/// @param values  finite, at least one.
std::vector<double> resampled(std::span<const double> values, Statistic statistic);

/// The interval that is to hold the true value of a statistic in 95 % of all samples: Efron's
/// percentile interval, expanded for few values (Hesterberg 2014, "What teachers should know about
/// the bootstrap", arXiv 1411.5279). Its tails are Phi(-t sqrt(n / (n - 1))), with t the bound of
/// Student's distribution, instead of 2.5 %. It cannot leave the range of the values, which
/// holds the median in 94 % of all samples of five, 75 % of three, 50 % of two.
/// @param values  finite, at least two.
Interval bootstrap_interval(std::span<const double> values, Statistic statistic);

/// The share of each tail that bootstrap_interval leaves out.  @param count  of values, >= 2.
double expanded_tail(size_t count);

}  // namespace lingan::metrics
