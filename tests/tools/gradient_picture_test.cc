#include "tools/gradient_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace lingan::tools::gradient_picture_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// An attribute of the elements of a class, in their order.
std::vector<double> values_of(const std::string& svg, const std::string& attribute,
                              const std::string& style) {
  std::vector<double> values;
  std::istringstream lines(svg);
  for (std::string line; std::getline(lines, line);) {
    const size_t at = line.find(" " + attribute + "=\"");
    if (at == std::string::npos || line.find("class=\"" + style + "\"") == line.npos) continue;
    values.push_back(std::stod(line.substr(at + attribute.size() + 3)));
  }
  return values;
}

size_t count(const std::string& svg, const std::string& part) {
  size_t count = 0;
  for (size_t at = svg.find(part); at != std::string::npos; at = svg.find(part, at + 1)) ++count;
  return count;
}

TEST(GradientPicture, PutsBiasOnALinearAxisAndThePriceOnALogarithmicOne) {
  const std::string svg = draw_estimators({{"run",
                                            {{"a", {1, .5, 2}, {.1, .05, .2}},
                                             {"b", {2, 2, 2}, {1, 1, 1}},
                                             {"c", {4, 3, 5}, {10, 9, 11}}}}},
                                          "price");
  const auto dots = values_of(svg, "cx", "dot");  // bias and price, row by row
  ASSERT_EQ(dots.size(), 6U);
  EXPECT_NEAR(dots[4] - dots[2], 2 * (dots[2] - dots[0]), .2);
  EXPECT_NEAR(dots[5] - dots[3], dots[3] - dots[1], .2);
  EXPECT_EQ(count(svg, "class=\"bar\""), 4U) << "an exact value has no bar";
}

TEST(GradientPicture, StandsAloneAndFollowsDarkAndLight) {
  const std::string svg = draw_estimators({{"", {{"a & <b>", {0, 0, 0}, {1, 1, 1}}}}}, "price");
  EXPECT_THAT(svg, HasSubstr("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_THAT(svg, HasSubstr("prefers-color-scheme: dark"));
  EXPECT_THAT(svg, HasSubstr("a &amp; &lt;b>"));
  EXPECT_THAT(svg, Not(HasSubstr("href")));
}

TEST(GradientPicture, HasAPlaceForAPriceOfZeroBeforeAllOthers) {
  const std::string svg = draw_estimators(
      {{"", {{"a", {1, 1, 1}, {0, 0, 0}}, {"b", {1, 1, 1}, {.001, .001, .001}}}}}, "price");
  const auto zeros = values_of(svg, "cx", "zero");
  const auto dots = values_of(svg, "cx", "dot");
  ASSERT_EQ(zeros.size(), 1U);
  ASSERT_EQ(dots.size(), 3U);
  EXPECT_LT(zeros[0] + 20, dots[2]);
  EXPECT_GT(zeros[0], dots[0]) << "in the panel of prices";
  EXPECT_EQ(count(svg, ">0</text>"), 2U) << "a tick of either axis";
}

TEST(GradientPicture, PutsAxesAfterTheLongestLabel) {
  const auto first_tick = [](const std::string& label) {
    return values_of(draw_estimators({{"", {{label, {1, 1, 1}, {1, 1, 1}}}}}, "price"), "x1",
                     "grid")
        .front();
  };
  EXPECT_GT(first_tick(std::string(80, 'm')), 500);
  EXPECT_LT(first_tick("short"), 100);
}

TEST(GradientPicture, LeavesOutWhatCannotBeDrawn) {
  const std::string svg = draw_estimators(
      {{"", {{"a", {0, 0, 0}, {0, 0, 0}}, {"b", {1, 1, 1}, {NAN, NAN, NAN}}}}}, "x");
  EXPECT_EQ(count(svg, "class=\"dot\""), 2U) << "both biases";
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
  EXPECT_THAT(draw_estimators({}, "x"), HasSubstr("</svg>"));
}

}  // namespace
}  // namespace lingan::tools::gradient_picture_test
