/// Standard output: whole writes, and whether to colour.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lingan::tools {

/// Writes all of text to stdout at once: all that the program prints there passes through here.
/// @throws IoError with the system's reason; ReaderLeft if that is that its reader has left.
void write_stdout(std::string_view text);

/// Whether it is no fault that the reader of stdout leaves (`lingan sample RUN | head -1`): a
/// command that writes there alone ends then with 0 and says nothing, one that writes elsewhere,
/// too, does that first. It is a fault where SIGPIPE was ignored at the start.
bool readers_may_leave();

/// The path of an output that a user named, for OutputFile: `-` is stdout.
std::filesystem::path output_path(const std::string& name);

/// True if a file descriptor is of a terminal that understands more than lines: TERM is not `dumb`.
bool is_terminal(int descriptor);

/// True if stdout is such a terminal and NO_COLOR is unset or empty.
bool colour_wanted();

/// A message as one line, whatever a file in it is called: control characters as C writes them.
std::string one_line(std::string_view message);

/// A path as a shell takes it for one word that is no option: `./-x`, `'a b'`.
std::string shell_word(const std::string& path);

}  // namespace lingan::tools
