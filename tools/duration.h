/// Times for people.
#pragma once

#include <string>

namespace lingan::tools {

/// "45 s", "3 min 20 s", "2 h 05 min".  @param seconds  >= 0.
std::string format_duration(double seconds);

}  // namespace lingan::tools
