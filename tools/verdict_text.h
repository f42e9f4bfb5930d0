/// The verdict of a comparison in words.
#pragma once

#include <string>

#include <lingan/run/comparison/verdict.h>

namespace lingan::tools {

/// Whether any recipe has a control to be compared with.
bool judges_controls(const Verdict& verdict);

/// A paragraph for newcomers: who gained, what was compared, by how much and how sure that is. Ties
/// are called ties, and of one seed it says that there is no verdict. Empty without runs.
std::string verdict_text(const Verdict& verdict);

}  // namespace lingan::tools
