/// The objectives by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/base/option_table.h>

namespace lingan {

/// A kind of objective.
struct ObjectiveCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  OptionTable options = {};  ///< of its own: `objective.NAME`
};

/// All kinds: those of objectives.def.
std::span<const ObjectiveCard> objectives();

}  // namespace lingan
