/// What generators are sampled at to draw their frontiers.
#pragma once

#include <string_view>

#include <lingan/engine/contract/sampling_options.h>

namespace lingan {

/// What is swept; all else is as G was trained. At 1 all sweeps draw the same.
enum class Sweep {
  kTemperature,  ///< above 0
  kTopP          ///< in (0, 1]: nucleus sampling (Holtzman et al. 2020) at temperature 1
};

/// `temperature` or `top-p`.
std::string_view name_of(Sweep sweep);

/// @throws UsageError for an unknown name.
Sweep sweep_named(std::string_view name);

/// Sampling at a value of what is swept.
engine::SamplingOptions sampling_at(Sweep sweep, double value);

}  // namespace lingan
