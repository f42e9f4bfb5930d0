/// Elements of an SVG picture, each a line of text. Places are in pixels, from the upper left.
#pragma once

#include <string>
#include <string_view>

namespace lingan::tools {

/// How many marks there are: disc, square, triangle, diamond.
inline constexpr int kSvgMarks = 4;

/// A mark around a place.
struct SvgMark {
  int shape = 0;                ///< 0..kSvgMarks - 1
  double size = 3.0;            ///< half of its width, about
  std::string_view style = {};  ///< classes of the style sheet
};

std::string svg_mark(double x, double y, const SvgMark& mark);

std::string svg_line(double x1, double y1, double x2, double y2, std::string_view style);

/// @param attributes  as they stand in the element.
/// @param text  any; what XML takes for its own is escaped, bytes that it cannot have are left out.
std::string svg_text(double x, double y, std::string_view attributes, std::string_view text);

}  // namespace lingan::tools
