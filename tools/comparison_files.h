/// The files that `lingan compare` leaves in its folder, beside the runs.
#pragma once

#include <filesystem>
#include <string_view>

#include <lingan/run/comparison/comparison_files.h>

namespace lingan::tools {

inline constexpr std::string_view kComparisonTsvHeader = "recipe\tstrategy\tseed\tmetric\tvalue\n";

/// @throws UsageError if a file of one of those names is there and no comparison has made it.
void require_own_comparison(const std::filesystem::path& folder);

}  // namespace lingan::tools
