/// What a value is read against: its interval, what real text has, what training text has.
#pragma once

#include <vector>

#include <lingan/metrics/evaluation.h>

namespace lingan::metrics {

/// Which of them to measure beside the values.
struct Yardsticks {
  bool intervals = false;  ///< of hypotheses drawn anew (intervals.h)
  bool anchors = false;    ///< of real text, as it is and shuffled (anchors.h); needs references
  bool gaps = false;       ///< training text for references (generalization_gap.h); needs both

  bool any() const { return intervals || anchors || gaps; }
};

/// evaluate(), and what was asked for beside the values.
/// @throws UsageError as evaluate(), if there are no references or there is no training text for a
/// yardstick that needs them, and for anchors and gaps under a paired protocol.
std::vector<MetricValue> evaluate_with(const Yardsticks& yardsticks,
                                       const EvaluationSentences& sentences,
                                       const EvaluationOptions& options);

}  // namespace lingan::metrics
