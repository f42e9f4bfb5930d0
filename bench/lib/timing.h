/// Seconds of repeated calls.
#pragma once

#include <functional>
#include <vector>

namespace lingan::bench {

/// Wall seconds of each of `repetitions` calls; where there are several, one goes before them that
/// is not counted, for pages and choices of kernels. A call ends when the compute device, as it is
/// then, has done its work.
std::vector<double> time_calls(int repetitions, const std::function<void()>& run);

/// @param values  one or more.
double median(std::vector<double> values);

}  // namespace lingan::bench
