/// Numbers with what they count, for messages.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace lingan {

/// "1 label", "2 labels".
/// @param one  of the things that are counted, whose plural has an s.
std::string counted(std::integral auto number, std::string_view one) {
  return std::to_string(number) + " " + std::string(one) + (number == 1 ? "" : "s");
}

}  // namespace lingan
