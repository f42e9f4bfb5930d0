/// How a study of estimators is written: a table for people, JSON for programs.
#pragma once

#include <string>
#include <vector>

#include <lingan/gradients/study.h>

namespace lingan::tools {

/// The table's sizes and exact gradient, a line per estimator and setting, and which of those
/// without bias has the least variance for the rewards that it asks for, with all that tie.
std::string format_gradient_table(const gradients::GradientTable& table,
                                  const gradients::Study& study);

/// One object: `exact`, and `estimators`, each with its settings; values that do not exist are
/// null. What there is to say about the inputs is in the list `notices` (tools/notices.h).
std::string format_gradient_json(const gradients::GradientTable& table,
                                 const gradients::Study& study,
                                 const std::vector<std::string>& notices);

/// The study as an SVG: bias, and variance for the rewards asked for (tools/gradient_picture.h).
std::string draw_gradients(const gradients::Study& study);

}  // namespace lingan::tools
