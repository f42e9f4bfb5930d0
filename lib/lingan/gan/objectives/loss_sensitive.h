/// The options of the objective `loss-sensitive`.
#pragma once

namespace lingan {

/// `[objective.loss-sensitive]`.
struct LossSensitiveOptions {
  double margin_weight = 1.0;  ///< lambda
};

}  // namespace lingan
