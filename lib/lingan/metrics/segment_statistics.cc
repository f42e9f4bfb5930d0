#include <lingan/metrics/segment_statistics.h>

namespace lingan::metrics {

std::vector<double> SegmentStatistics::sums() const {
  std::vector<int64_t> sums(static_cast<size_t>(columns), 0);
  for (size_t i = 0; i < values.size(); ++i) sums[i % sums.size()] += values[i];
  return {sums.begin(), sums.end()};
}

}  // namespace lingan::metrics
