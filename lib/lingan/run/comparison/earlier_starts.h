/// Starts that earlier comparisons have trained.
#pragma once

#include <filesystem>
#include <span>

#include <lingan/run/run_directory.h>

namespace lingan {

/// The folder of a run that has done, to its end, no more than the pretraining of a start; of
/// several any, since they are equal. Empty: there is none.
/// @param comparisons  folders whose runs, finished and measured, are FOLDER/RECIPE/seed-N.
/// @param start  recipe, seed, oracle and tokenizer.  @param sentences  the start's.
/// @throws UsageError if one of the folders is not there; InputError if it holds a malformed run.
std::filesystem::path earlier_start(std::span<const std::filesystem::path> comparisons,
                                    const RunSpec& start, const RunSentences& sentences);

}  // namespace lingan
