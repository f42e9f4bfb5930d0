/// The baselines by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>

namespace lingan {

/// A baseline.
struct BaselineCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  bool needs_rollouts = false;       ///< of rewards of prefixes alone
  bool needs_plain_rewards = false;  ///< of rewards without a shape alone
};

/// All baselines: those of baselines.def.
std::span<const BaselineCard> baselines();

}  // namespace lingan
