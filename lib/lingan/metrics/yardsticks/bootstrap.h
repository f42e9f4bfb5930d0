/// Percentile intervals by resampling sentences.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {

/// Resamples of a bootstrap: as many as sacreBLEU takes.
inline constexpr int64_t kResamples = 1000;

/// The metric of resamples: as many sentences as there are, drawn with replacement by NumPy's
/// `default_rng(12345)`, as sacreBLEU 2.6.0 and `scipy.stats.bootstrap` draw them.
/// @return [kResamples], in the order of the draws. The same for any number of threads.
/// REQUIRES: 1 to 2^32 - 1 sentences.
std::vector<double> resampled_scores(const SentenceSums& sums);

/// Ends of the 95 % percentile interval (Efron & Tibshirani 1993, ch. 13).
struct Ends {
  double low = 0;
  double high = 0;
};

/// The 26th of 1,000 resamples from below and from above: of as many the 2.5 % are left out on
/// either side, as in sacreBLEU's estimate_ci.
/// @throws NoValue for fewer than two sentences, and where a resample has no value.
Ends bootstrap_interval(const SentenceSums& sums);

}  // namespace lingan::metrics
