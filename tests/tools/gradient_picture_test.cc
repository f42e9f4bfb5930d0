#include "tools/gradient_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace lingan::tools {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The values of an attribute of elements, in their order.
std::vector<double> values_of(const std::string& svg, const std::string& before) {
  std::vector<double> values;
  for (size_t at = svg.find(before); at != std::string::npos; at = svg.find(before, at + 1)) {
    values.push_back(std::stod(svg.substr(at + before.size())));
  }
  return values;
}

size_t count(const std::string& svg, const std::string& part) {
  size_t found = 0;
  for (size_t at = svg.find(part); at != std::string::npos; at = svg.find(part, at + 1)) ++found;
  return found;
}

TEST(GradientPicture, PutsBiasOnALinearAxisAndThePriceOnALogarithmicOne) {
  const std::string svg = draw_estimators({{"run",
                                            {{"a", {1, .5, 2}, {.1, .05, .2}},
                                             {"b", {2, 2, 2}, {1, 1, 1}},
                                             {"c", {4, 3, 5}, {10, 9, 11}}}}},
                                          "price");
  const auto dots = values_of(svg, "class=\"dot\" cx=\"");  // bias and price, row by row
  ASSERT_EQ(dots.size(), 6U);
  EXPECT_NEAR(dots[4] - dots[2], 2 * (dots[2] - dots[0]), .2);
  EXPECT_NEAR(dots[5] - dots[3], dots[3] - dots[1], .2);
  EXPECT_EQ(count(svg, "class=\"bar\""), 4U) << "an exact value has no bar";
}

TEST(GradientPicture, StandsAloneAndFollowsDarkAndLight) {
  const std::string svg = draw_estimators({{"", {{"a & <b>", {0, 0, 0}, {1, 1, 1}}}}}, "price");
  EXPECT_THAT(svg, HasSubstr("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_THAT(svg, HasSubstr("prefers-color-scheme: dark"));
  EXPECT_THAT(svg, HasSubstr("a &amp; &lt;b&gt;"));
  EXPECT_THAT(svg, Not(HasSubstr("href")));
}

TEST(GradientPicture, LeavesOutWhatCannotBeDrawn) {
  const std::string svg = draw_estimators(
      {{"", {{"a", {0, 0, 0}, {0, 0, 0}}, {"b", {1, 1, 1}, {NAN, NAN, NAN}}}}}, "x");
  EXPECT_EQ(count(svg, "class=\"dot\""), 2U);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
  EXPECT_THAT(draw_estimators({}, "x"), HasSubstr("</svg>"));
}

}  // namespace
}  // namespace lingan::tools
