/// The options of the strategy `cooperative`.
#pragma once

#include <cstdint>
#include <string_view>

namespace lingan {

/// `[strategy.cooperative]`; cooperative_card.cc has the ranges.
struct CooperativeOptions {
  int64_t mediator_width = 64;    ///< its hidden width
  double mediator_dropout = 0.5;  ///< on what it is given and gives, while it learns
};

/// The name of its network.
inline constexpr std::string_view kMediator = "mediator";

}  // namespace lingan
