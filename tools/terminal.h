/// Standard output: whole writes, and whether to colour.
#pragma once

#include <string_view>

namespace lingan::tools {

/// Writes all of text to stdout at once: all that the program prints there passes through here.
/// @throws IoError with the system's reason.
void write_stdout(std::string_view text);

/// True if stdout is a terminal that shows colours and NO_COLOR is unset or empty.
bool colour_wanted();

}  // namespace lingan::tools
