/// The options of the objective `boundary-equilibrium`.
#pragma once

namespace lingan {

/// `[objective.boundary-equilibrium]`.
struct BoundaryEquilibriumOptions {
  double gamma = 0.5;     ///< the diversity ratio <E_f> / <E_r> that is kept
  double lambda = 0.001;  ///< rate of k, the weight of fake sentences
};

}  // namespace lingan
