/// Lines of text in which words are missing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <lingan/run/run_directory.h>

namespace lingan {

/// What stands for a missing word in a line.
inline constexpr std::string_view kGap = "_";

/// A line, and its tokens as a run has them.
struct GappedLine {
  std::string text;             ///< as it was read
  std::vector<int32_t> tokens;  ///< of its words, and eos; bos for each missing word
  int64_t holes = 0;            ///< missing words; 0: tokens were not looked at

  /// The line with its missing words, and one space between words.
  /// @param words  one for each hole.
  std::string filled(std::span<const std::string> words) const;
};

/// Reads one sentence a line, in which a `_` between white space is a missing word. A notice says
/// how many words beside holes the run does not know.
/// @param file  an input (base/input.h).
/// @throws UsageError if tokens of the run are not words; InputError for text that is malformed,
/// and for a line with holes that has more tokens than a sentence of the run.
std::vector<GappedLine> read_gapped_lines(const RunDirectory& run, const std::string& file);

}  // namespace lingan
