/// The baselines by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>

namespace lingan {

/// The name of the network of the baseline `critic`.
inline constexpr std::string_view kCritic = "critic";

/// A baseline.
struct BaselineCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  bool needs_rollouts = false;       ///< of rewards of prefixes alone
  bool needs_plain_rewards = false;  ///< of rewards without a shape alone
  bool compares_sentences = false;   ///< of a batch, so that one is too few
};

/// All baselines: those of baselines.def.
std::span<const BaselineCard> baselines();

}  // namespace lingan
