#include "tools/svg.h"

#include <fmt/format.h>

namespace lingan::tools {
namespace {

std::string escaped(std::string_view text) {
  std::string result;
  for (const char byte : text) {
    if (byte == '&') {
      result += "&amp;";
    } else if (byte == '<') {
      result += "&lt;";
    } else if (static_cast<unsigned char>(byte) >= 0x20) {
      result += byte;
    }
  }
  return result;
}

}  // namespace

std::string svg_mark(double x, double y, const SvgMark& mark) {
  const double size = mark.size;
  std::string shape;
  if (mark.shape == 0) {
    shape = fmt::format("circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"", x, y, size);
  } else if (mark.shape == 1) {
    shape = fmt::format("rect x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"{2:.1f}\" height=\"{2:.1f}\"",
                        x - size, y - size, 2 * size);
  } else if (mark.shape == 2) {
    shape = fmt::format("path d=\"M{:.1f} {:.1f}l{:.1f} {:.1f}h{:.1f}z\"", x, y - 1.3 * size,
                        1.2 * size, 2.1 * size, -2.4 * size);
  } else {
    shape =
        fmt::format("path d=\"M{0:.1f} {1:.1f}l{2:.1f} {2:.1f}l{3:.1f} {2:.1f}l{3:.1f} {3:.1f}z\"",
                    x, y - 1.4 * size, 1.4 * size, -1.4 * size);
  }
  return fmt::format("<{} class=\"{}\"/>\n", shape, mark.style);
}

std::string svg_line(double x1, double y1, double x2, double y2, std::string_view style) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>\n", x1, y1, x2,
      y2, style);
}

std::string svg_text(double x, double y, std::string_view attributes, std::string_view text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, attributes,
                     escaped(text));
}

}  // namespace lingan::tools
