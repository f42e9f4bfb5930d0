/// Standard output: whole writes, and whether to colour.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lingan::tools {

/// Writes all of text to stdout at once: all that the program prints there passes through here. If
/// its reader has left (`lingan sample RUN | head -1`), nothing more is wanted, and the process
/// ends with 0.
/// @throws IoError with the system's reason, of that too where SIGPIPE was ignored at the start.
void write_stdout(std::string_view text);

/// The path of an output that a user named, for OutputFile: `-` is stdout.
std::filesystem::path output_path(const std::string& name);

/// True if stdout is a terminal that shows colours and NO_COLOR is unset or empty.
bool colour_wanted();

}  // namespace lingan::tools
