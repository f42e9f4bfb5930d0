/// The options of the objective `feature-mover`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[objective.feature-mover]`; feature_mover_card.cc has the ranges.
struct FeatureMoverOptions {
  double proximity = 1.0;  ///< beta: weight of the divergence from the last plan
  int64_t steps = 40;      ///< of the proximal point method
};

}  // namespace lingan
