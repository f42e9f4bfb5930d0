/// Standard output: whole writes with their errors told, and whether to colour.
#pragma once

#include <string_view>

namespace lingan::tools {

/// Writes all of text to stdout and flushes it.  @throws IoError if that fails.
void write_stdout(std::string_view text);

/// True if stdout is a terminal that shows colours and NO_COLOR is unset or empty.
bool colour_wanted();

}  // namespace lingan::tools
