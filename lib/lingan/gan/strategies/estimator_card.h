/// Estimators: which token a relaxed one passes for, forward, while the softmax takes the gradient.
#pragma once

#include <string_view>

#include <lingan/base/card.h>

namespace lingan {

/// An estimator of a pathwise strategy.
struct EstimatorCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  bool straight_through;  ///< forward a single token; false: the softmax itself
};

}  // namespace lingan
