/// Metrics of a corpus that are a function of sums over its sentences. What resamples sentences
/// (metrics/significance) adds these up again and again, and counts no n-gram twice.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lingan::metrics {

class EvaluationCounts;

/// The summands of every hypothesis. Column 1 is the length of its reference.
struct SegmentStatistics {
  int columns = 0;
  std::vector<int32_t> values = {};  ///< [segments, columns]

  int64_t size() const { return static_cast<int64_t>(values.size()) / columns; }
  std::span<const int32_t> row(int64_t segment) const {
    return {values.data() + segment * columns, static_cast<size_t>(columns)};
  }
  std::vector<double> sums() const;  ///< [columns]
};

/// Such a metric.
struct CorpusScore {
  SegmentStatistics (*statistics)(EvaluationCounts& counts);
  double (*score)(std::span<const double> sums);
  /// The same in single precision where sacreBLEU has it, which resamples so.
  double (*score_of_floats)(std::span<const float> sums);
  bool is_float = false;  ///< score_of_floats gives floats
};

/// The metric of sums over sentences.
/// @throws NoValue if no reference has a word.
double value_of_sums(const CorpusScore& metric, std::span<const double> sums);

}  // namespace lingan::metrics
