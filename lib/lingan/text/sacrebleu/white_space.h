/// White space at the ends of a line, as Python's str.strip sees it.
#pragma once

#include <string_view>

namespace lingan {

/// @param line  valid UTF-8.  @return it without what str.isspace() is true of at its start.
std::string_view strip_left(std::string_view line);

/// The same at its end.
std::string_view strip_right(std::string_view line);

}  // namespace lingan
