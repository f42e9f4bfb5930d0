/// A metric of sums, and systems that have so much of it in each sentence.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/significance/paired_tests.h>

namespace lingan::metrics {

template <class Number>
double ratio(std::span<const Number> sums) {
  return static_cast<double>(sums[0]) / static_cast<double>(sums[1]);
}

/// The mean of the first column where the second has ones.
inline constexpr CorpusScore kMeanOfColumn = {
    .statistics = nullptr, .score = ratio<double>, .score_of_floats = ratio<float>};

/// Sentences of these numbers.
inline SegmentStatistics system_of(const std::vector<int32_t>& numbers) {
  SegmentStatistics statistics{.columns = 2};
  for (const int32_t number : numbers) {
    statistics.values.insert(statistics.values.end(), {number, 1});
  }
  return statistics;
}

}  // namespace lingan::metrics
