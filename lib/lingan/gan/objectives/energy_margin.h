/// The options of the objective `energy-margin`.
#pragma once

namespace lingan {

/// `[objective.energy-margin]`.
struct EnergyMarginOptions {
  double margin = 1.0;  ///< m
};

}  // namespace lingan
