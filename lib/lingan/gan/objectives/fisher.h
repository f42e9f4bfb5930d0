/// The options of the objective `fisher`.
#pragma once

namespace lingan {

/// `[objective.fisher]`.
struct FisherOptions {
  double constraint_weight = 1e-6;  ///< rho
};

}  // namespace lingan
