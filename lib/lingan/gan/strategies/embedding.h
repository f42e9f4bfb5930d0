/// The options of the strategy `embedding`.
#pragma once

#include <span>
#include <string>

#include <lingan/base/card.h>

namespace lingan {

/// `[strategy.embedding]`; embedding_card.cc has the ranges.
struct EmbeddingOptions {
  std::string estimator = "soft-argmax";  ///< a name in embedding_estimators()
  std::string schedule = "exponential";   ///< of the sharpness, from 1: temperature_schedules()
  double sharpness = 1000.0;              ///< kappa at the end; of soft-argmax
};

/// What vectors D sees.
std::span<const Card> embedding_estimators();

}  // namespace lingan
