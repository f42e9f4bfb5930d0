#include "tools/svg.h"

#include <gtest/gtest.h>

namespace lingan::tools::svg_test {
namespace {

TEST(Svg, EscapesTextOfUsers) {
  EXPECT_EQ(svg_text(1, 2, "class=\"a\"", "<b> & \x01\n\"c\""),
            "<text x=\"1.0\" y=\"2.0\" class=\"a\">&lt;b> &amp; \"c\"</text>\n");
}

TEST(Svg, HasMarksAndLines) {
  EXPECT_EQ(svg_mark(1, 2, {.shape = 0, .size = 3, .style = "c0"}),
            "<circle cx=\"1.0\" cy=\"2.0\" r=\"3.0\" class=\"c0\"/>\n");
  EXPECT_EQ(svg_mark(5, 5, {.shape = 1, .size = 2, .style = "c1"}),
            "<rect x=\"3.0\" y=\"3.0\" width=\"4.0\" height=\"4.0\" class=\"c1\"/>\n");
  EXPECT_EQ(svg_line(0, 1, 2, 3, "grid"),
            "<line x1=\"0.0\" y1=\"1.0\" x2=\"2.0\" y2=\"3.0\" class=\"grid\"/>\n");
}

}  // namespace
}  // namespace lingan::tools::svg_test
