/// The score function with a constant baseline, which other estimators are derived from.
#pragma once

#include <lingan/gradients/moments.h>

namespace lingan::gradients {

/// (f(x) - b) grad log p(x), of one sequence (Williams 1992).
Moments score_function(const GradientTable& table, double baseline);

/// E ||grad log p(x)||^2 at each position, [T]; of a shared row: one sum.
std::vector<double> squared_scores(const GradientTable& table);

}  // namespace lingan::gradients
