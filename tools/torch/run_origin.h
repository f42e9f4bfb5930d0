/// Whether a run that is continued was started with what the command line names now.
#pragma once

#include <lingan/run/run_directory.h>

#include "tools/train.h"

namespace lingan::tools {

/// Looks at what files hold, whatever their names are.
/// @throws UsageError naming an option that asks for other data or another seed than the run has;
/// IoError, InputError for a file that cannot be read.
void require_same_origin(const TrainOptions& options, const RunSpec& spec);

}  // namespace lingan::tools
