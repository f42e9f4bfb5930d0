/// The shapes of rewards by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>

namespace lingan {

/// A shape.
struct RewardShapeCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  bool needs_positive = false;      ///< of rewards above 0 alone
  bool needs_rollouts = false;      ///< of rewards of prefixes alone
  bool compares_sentences = false;  ///< of a batch, so that one is too few
  bool makes_positive = false;      ///< whatever the rewards
};

/// All shapes: those of reward_shapes.def.
std::span<const RewardShapeCard> reward_shapes();

}  // namespace lingan
