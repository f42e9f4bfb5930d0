/// A system's generator step by lingan and by plain torch.
#pragma once

#include <string>

#include <bench/lib/request.h>
#include <bench/systems/plain_system.h>

namespace lingan::bench {

/// The comparison `system-RECIPE` with `torch`. Checks that two steps from the same weights with
/// the same random numbers have the same losses and gradients, then times the strategy's
/// update_generator() as the trainer calls it, and the plain program, which draws for itself.
/// @return the program's exit status.
int compare_system_step(const std::string& recipe, MakePlainSystem& make_plain,
                        const Request& request);

}  // namespace lingan::bench
