/// How a study of estimators on runs is written: a table for people, JSON for programs, a picture.
#pragma once

#include <string>
#include <vector>

#include <lingan/gan/gradients/sampled_quality.h>

namespace lingan::tools {

/// A run's study.
struct RunStudy {
  std::string run;  ///< folder
  SampledStudy study;
};

/// Of each run: its reference, a line per estimator and setting, their variances by groups of
/// weights, and which of those whose bias cannot be told from 0 has the least variance for its
/// seconds; ties are called ties.
std::string format_run_gradient_table(const std::vector<RunStudy>& runs);

/// One object, `runs`; each has `reference` and `estimators`. Every figure is an object of `value`,
/// `low` and `high`; those that do not exist are null.
std::string format_run_gradient_json(const std::vector<RunStudy>& runs,
                                     const std::vector<std::string>& notices);

/// The studies as an SVG: bias, and variance times seconds (tools/gradient_picture.h).
std::string draw_run_gradients(const std::vector<RunStudy>& runs);

}  // namespace lingan::tools
