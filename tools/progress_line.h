/// A line on stderr with how far a job is, its rate and the time left.
#pragma once

#include <string>

#include <lingan/base/progress.h>

namespace lingan::tools {

/// From now on shows how far jobs are, on a terminal: the line comes two seconds after a job began,
/// is written again at most ten times a second, and wiped at its end.
void show_progress();

/// Shows no progress (`--quiet`).
void hide_progress();

/// What to print on stderr before anything else that may meet the line: it erases it. Empty where
/// stderr is no terminal.
const char* erase_progress();

/// What the line says.  @param seconds  since the job began, > 0.
std::string format_progress(const ProgressReport& report, double seconds);

}  // namespace lingan::tools
