/// The options of the objective `sobolev`.
#pragma once

namespace lingan {

/// `[objective.sobolev]`.
struct SobolevOptions {
  double constraint_weight = 1e-6;  ///< rho
};

}  // namespace lingan
