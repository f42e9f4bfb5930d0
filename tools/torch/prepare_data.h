/// The sentences that a command trains on.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/run/prepared_data.h>

#include "tools/data_options.h"

namespace lingan::tools {

/// The field of the text that says labels, for require_fitting_labels; empty: none.
std::string labels_given(const DataOptions& options);

/// Reads the corpus or samples the oracle, and says on stderr what was read unless quiet.
/// @param seed  of the split, or of the oracle's samples.
/// @throws UsageError if the user named neither; else as prepare_text and prepare_oracle.
PreparedData prepare_data(const DataOptions& options, uint64_t seed, bool quiet);

}  // namespace lingan::tools
