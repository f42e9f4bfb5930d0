/// The text of a round, before it is known to be one.
#pragma once

#include <string>
#include <string_view>

namespace lingan {

/// A round without the moves of a name, be it known or not; "generator" where no other is left. As
/// it is where there is none of that name.
std::string round_without(std::string_view round, std::string_view name);

}  // namespace lingan
