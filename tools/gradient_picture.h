/// Estimators of a gradient, drawn.
#pragma once

#include <string>
#include <vector>

#include <lingan/gan/gradients/sampled_quality.h>

namespace lingan::tools {

/// An estimator.
struct PictureRow {
  std::string label;
  Estimate bias;   ///< >= 0
  Estimate price;  ///< >= 0, what its variance costs
};

/// Estimators that were measured on one thing.
struct PictureSection {
  std::string heading;  ///< empty: none
  std::vector<PictureRow> rows;
};

/// An SVG that stands alone: a line for each estimator, with its bias on a linear axis and its
/// price on a logarithmic one, intervals as bars; a price of 0 is a ring before that. It follows
/// the reader's choice of dark or light. What is not finite is left out.
/// @param price  what the price is.
std::string draw_estimators(const std::vector<PictureSection>& sections, const std::string& price);

}  // namespace lingan::tools
