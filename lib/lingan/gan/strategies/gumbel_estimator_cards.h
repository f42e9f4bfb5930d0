/// The estimators of gumbel-softmax by name: what recipes and help say of them, without torch.
#pragma once

#include <span>

#include <lingan/base/card.h>

namespace lingan {

/// All estimators: those of gumbel_estimators.def.
std::span<const Card> gumbel_estimators();

}  // namespace lingan
