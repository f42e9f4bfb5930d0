/// The known name that a mistyped one most likely meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lingan {

/// Insertions, deletions, substitutions and swaps of neighbours that turn one string of bytes into
/// the other (optimal string alignment).
size_t edit_distance(std::string_view from, std::string_view to);

/// " (did you mean NAME?)" for the known name nearest to `given`, within a third of its length in
/// edits, if the two share a letter (capital or not); else for the first that begins with it; else
/// nothing. Tables that two keys share, as in `training.epochs`, count for neither. Never for
/// `given` itself.
std::string did_you_mean(std::string_view given, std::span<const std::string> known);

}  // namespace lingan
