/// The options of the objective `wasserstein-gp`.
#pragma once

namespace lingan {

/// They stand in `[objective]` itself.
struct WassersteinGpOptions {
  double gradient_penalty = 10.0;  ///< lambda
};

}  // namespace lingan
