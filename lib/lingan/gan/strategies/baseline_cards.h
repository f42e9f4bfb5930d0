/// The baselines by name: what recipes and help say of them, without torch.
#pragma once

#include <span>

#include <lingan/base/card.h>

namespace lingan {

/// All baselines: those of baselines.def.
std::span<const Card> baselines();

}  // namespace lingan
