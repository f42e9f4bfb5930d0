#include <lingan/metrics/segment_statistics.h>

#include <lingan/metrics/no_value.h>

namespace lingan::metrics {

std::vector<double> SegmentStatistics::sums() const {
  std::vector<int64_t> sums(static_cast<size_t>(columns), 0);
  for (size_t i = 0; i < values.size(); ++i) sums[i % sums.size()] += values[i];
  return {sums.begin(), sums.end()};
}

double value_of_sums(const CorpusScore& metric, std::span<const double> sums) {
  if (sums[1] == 0) throw NoValue("there is no reference with a word to compare with");
  return metric.score(sums);
}

}  // namespace lingan::metrics
