/// What may change in the recipe of a run that is continued.
#pragma once

#include <span>
#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Counts of steps may be raised by overrides (whether the run would have come to where it is
/// decides Trainer::restore), and what has no part in the result may change; all else is the run's.
/// @param had  the run's recipe.  @param overrides  `table.key=value`, that `wanted` has.
/// @param run  the run's name, for messages.
/// @throws UsageError naming the first key that cannot change so, and how to have it otherwise.
void require_continuable(const Recipe& had, const Recipe& wanted,
                         std::span<const std::string> overrides, const std::string& run);

/// The same where nobody asked for a change: the file with a run's recipe may have been edited or
/// cut since. Counts of steps may have been raised.
/// @param had  what the run was trained by.  @param recorded  what the file says now.
/// @throws InputError naming the file and the first key that differs.
void require_unedited(const Recipe& had, const Recipe& recorded, const std::string& file);

}  // namespace lingan
