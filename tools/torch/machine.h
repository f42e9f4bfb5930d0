/// The options about the machine, for commands whose networks run by torch.
#pragma once

#include "tools/machine_options.h"

namespace lingan::tools {

/// Sets device, thread count (torch's to one) and silence.  @throws IoError as
/// MachineOptions::apply.
void apply_with_torch(const MachineOptions& options);

}  // namespace lingan::tools
