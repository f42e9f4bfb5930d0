/// Sources that sentences of a run are asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <lingan/model/sentences/source_table.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Reads one source a line. A notice says how many of their tokens the run does not know.
/// @param sources  an input (base/input.h).
/// @param sentences_of_each  that are asked for, >= 1, one source after the other.
/// @throws UsageError if the run's generator reads no sources; InputError for text that is
/// malformed, a line that is blank or longer than any source that the run was trained on, and for
/// no line at all.
std::shared_ptr<const SourceTable> read_sources(const RunDirectory& run, const std::string& sources,
                                                int64_t sentences_of_each);

}  // namespace lingan
