/// Tables of text for people, wrapped to the width of a terminal.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace lingan::tools {

/// The lines of a text, none wider than this but for words that are.
std::vector<std::string> wrap(const std::string& text, size_t width);

/// Rows of three columns in at most 100 characters, each cell wrapped at its spaces.
std::string format_table(const std::vector<std::array<std::string, 3>>& rows);

}  // namespace lingan::tools
