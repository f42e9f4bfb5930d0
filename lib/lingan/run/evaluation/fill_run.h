/// Lines with holes, filled by a run.
#pragma once

#include <functional>
#include <string>

#include <lingan/run/evaluation/hole_filler.h>

namespace lingan {

/// Reads lines (gapped_lines.h) and hands them on filled, in order, `fillings` of each one after
/// the other. A line without holes passes as it is, as often.
/// @param file  an input (base/input.h).
/// @throws as read_gapped_lines and make_hole_filler.
void fill_run(const RunDirectory& run, const std::string& file, const FillRequest& request,
              const std::function<void(const std::string& line)>& consumer);

}  // namespace lingan
