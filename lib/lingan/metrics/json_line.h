/// Sentences as JSON Lines: a line is a string, a list of tokens, or an object whose `text` is one
/// of them, as `lingan sample` writes it.
#pragma once

#include <string>
#include <string_view>

namespace lingan::metrics {

/// Whether a file's name says so: it ends in .jsonl or .ndjson, before .gz, .xz or .zst.
bool names_json_lines(std::string_view path);

/// The text of a line, or its tokens as metrics/token_line.h has them.
/// @throws InputError if it is something else, or has a NUL character.
std::string sentence_of_json(std::string_view line);

}  // namespace lingan::metrics
