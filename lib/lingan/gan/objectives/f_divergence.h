/// The options of the objective `f-divergence`.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace lingan {

/// `[objective.f-divergence]`.
struct FDivergenceOptions {
  std::string divergence = "jensen-shannon";  ///< one of kDivergences
  bool saturating = false;  ///< G minimizes the divergence's bound itself; false: -<T>
};

/// What FDivergenceOptions::divergence may be.
inline constexpr std::array<std::string_view, 6> kDivergences = {
    "kl", "reverse-kl", "jensen-shannon", "pearson", "squared-hellinger", "total-variation"};

}  // namespace lingan
