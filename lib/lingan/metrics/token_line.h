/// A list of tokens in the place of a line of text, as JSON Lines may give it: every token after a
/// NUL byte, which text does not have. A token may hold white space.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lingan::metrics {

/// @param tokens  without NUL bytes.
std::string token_line(std::span<const std::string> tokens);

/// Whether a line is such a list. An empty list is an empty line of text.
inline bool is_token_line(std::string_view line) { return line.starts_with('\0'); }

/// The tokens of a list, or those between the white space of text.  @param line  valid UTF-8.
std::vector<std::string_view> tokens_of_line(std::string_view line);

/// The line as text: the tokens of a list with a space between them.
std::string text_of_line(std::string_view line);

}  // namespace lingan::metrics
