/// The picture of a comparison's frontiers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <lingan/run/comparison/compared_runs.h>

namespace lingan::tools {

/// How every picture begins.
inline constexpr std::string_view kFrontierPictureStart = "<!-- frontiers of lingan compare -->\n";

/// One SVG file: a panel for each pair of metrics that was measured, a line for each recipe, its
/// control dashed and its start dotted, and a hollow mark for its start's sentences resampled by
/// D's odds; means over seeds, with a standard deviation of the quality
/// on either side. Up and to the right is better in every panel. It needs no other file, follows
/// the reader's choice of a light or dark page, and tells recipes by colour and mark.
/// @return empty if no pair was measured.
std::string frontier_picture(const std::vector<ComparedRun>& runs);

}  // namespace lingan::tools
