/// The options of the strategy `embedding`.
#pragma once

#include <string>

namespace lingan {

/// `[strategy.embedding]`; embedding_card.cc has the ranges.
struct EmbeddingOptions {
  std::string estimator = "soft-argmax";  ///< a name in embedding_estimators()
  std::string schedule = "exponential";   ///< of the sharpness, from 1: temperature_schedules()
  double sharpness = 1000.0;              ///< kappa at the end; of soft-argmax
};

}  // namespace lingan
