#include "tools/frontier_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/tools/verdict_runs.h"

namespace lingan::tools::frontier_picture_test {
namespace {

using ::testing::HasSubstr;
using testing::measured;
using ::testing::Not;
using testing::runs_with_gains;
using testing::together;

size_t count(const std::string& text, const std::string& part) {
  size_t times = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++times;
  return times;
}

TEST(FrontierPicture, HasALineForEachRecipeControlAndTheStartOfAll) {
  const std::string svg = frontier_picture(
      together(runs_with_gains("seqgan", {.01, .02}), runs_with_gains("leakgan", {.01, .03})));
  EXPECT_EQ(count(svg, "<polyline"), 5U);
  EXPECT_EQ(count(svg, " control\"/>"), 4U);  // two in the panel, two in the legend
  EXPECT_THAT(svg, HasSubstr(">start of all</text>"));
  EXPECT_THAT(svg, HasSubstr(">leakgan: control</text>"));
  EXPECT_TRUE(svg.starts_with(kFrontierPictureStart));
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  EXPECT_EQ(count(svg, "<g "), count(svg, "</g>"));
}

// Self-BLEU .5 is less diverse than .3: it lies to the left; BLEU .6 lies above .3.
TEST(FrontierPicture, HasBetterAndMoreDiversePointsUpAndRight) {
  const std::string svg = frontier_picture(runs_with_gains("seqgan", {.01}));
  const size_t at = svg.find("<polyline points=\"");
  ASSERT_NE(at, std::string::npos);
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  ASSERT_EQ(std::sscanf(svg.c_str() + at, "<polyline points=\"%lf,%lf %lf,%lf", &x1, &y1, &x2, &y2),
            4);
  EXPECT_LT(x1, x2);
  EXPECT_LT(y1, y2);
}

TEST(FrontierPicture, HasAHollowMarkForAResampledStart) {
  const std::string svg = frontier_picture(
      together(runs_with_gains("seqgan", {.01}), testing::resampled("seqgan", {.02})));
  EXPECT_EQ(count(svg, "class=\"c0 hollow\"/>"), 2U) << "in the panel and in the legend";
  EXPECT_THAT(svg, HasSubstr(">seqgan: resampled</text>"));
}

/// Its axes are those of everything else.
TEST(FrontierPicture, HasAResampledStartThatLiesFarOffOnItsFrame) {
  auto far = testing::resampled("seqgan", {.02});
  far[0].frontier = {measured(1, .1, .999, 10)};
  const auto runs = runs_with_gains("seqgan", {.01});
  const std::string svg = frontier_picture(together(runs, far));
  EXPECT_THAT(svg, HasSubstr(">at 0.999, 0.1</text>"));
  const auto line_in = [](const std::string& picture) {
    const size_t at = picture.find("<polyline");
    return picture.substr(at, picture.find("/>", at) - at);
  };
  EXPECT_EQ(line_in(svg), line_in(frontier_picture(runs)));
  EXPECT_THAT(frontier_picture(together(runs, testing::resampled("seqgan", {.02}))),
              Not(HasSubstr(">at ")));
}

TEST(FrontierPicture, NamesWhatWasSwept) {
  const ComparedRun run{.recipe = "mle",
                        .role = RunRole::kTrained,
                        .seed = 1,
                        .frontier = {{.swept = .9, .metrics = {{"mauve", .5}}}}};
  EXPECT_THAT(frontier_picture({run}), HasSubstr(">sampling temperature</text>"));
  const std::string svg = frontier_picture(testing::by_top_p({run}));
  EXPECT_THAT(svg, HasSubstr(">sampling top-p</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("temperature")));
}

TEST(FrontierPicture, FollowsThePageOfTheReader) {
  EXPECT_THAT(frontier_picture(runs_with_gains("seqgan", {.01})),
              HasSubstr("@media (prefers-color-scheme: dark)"));
}

TEST(FrontierPicture, EscapesNamesOfRecipes) {
  const std::string svg = frontier_picture(runs_with_gains("a<b&c", {.01}));
  EXPECT_THAT(svg, HasSubstr("a&lt;b&amp;c"));
  EXPECT_THAT(svg, Not(HasSubstr("a<b")));
}

TEST(FrontierPicture, IsNoneWithoutAPair) {
  EXPECT_EQ(frontier_picture({}), "");
  const ComparedRun run{.recipe = "mle",
                        .role = RunRole::kTrained,
                        .seed = 1,
                        .frontier = {{.swept = 1, .metrics = {{"bleu-4", .5}}}}};
  EXPECT_EQ(frontier_picture({run}), "");
}

}  // namespace
}  // namespace lingan::tools::frontier_picture_test
