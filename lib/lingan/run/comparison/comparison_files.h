/// The files of a comparison that stand beside its runs: no recipe has their names.
#pragma once

namespace lingan {

inline constexpr char kComparisonJson[] = "comparison.json";
inline constexpr char kComparisonTsv[] = "comparison.tsv";
inline constexpr char kFrontiersSvg[] = "frontiers.svg";

}  // namespace lingan
