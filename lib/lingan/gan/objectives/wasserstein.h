/// The options of the objective `wasserstein`.
#pragma once

namespace lingan {

/// `[objective.wasserstein]`.
struct WassersteinOptions {
  double clip = 0.01;  ///< c
};

}  // namespace lingan
