/// What the library says of inputs and runs (base/notice.h), for people and in reports.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace lingan::tools {

/// From now on prints notices on stderr.
void show_notices();

/// Prints none (`--quiet`); reports still have them.
void hide_notices();

/// What was said so far, in words of the command line.
const std::vector<std::string>& notices();

/// A report as JSON with a newline, the notices in it as the list `notices`, if there are any.
/// Bytes of a file's name that are no UTF-8 become U+FFFD.
/// @param indent  of its lines; -1: it is one line.
std::string json_report(nlohmann::ordered_json report, const std::vector<std::string>& notices,
                        int indent = -1);

}  // namespace lingan::tools
