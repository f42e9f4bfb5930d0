/// The options of the objective `mean-covariance`.
#pragma once

namespace lingan {

/// `[objective.mean-covariance]`.
struct MeanCovarianceOptions {
  double clip = 0.01;  ///< c
};

}  // namespace lingan
