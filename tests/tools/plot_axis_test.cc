#include "tools/plot_axis.h"

#include <gtest/gtest.h>

namespace lingan::tools::plot_axis_test {
namespace {

// .3 to .5 and 6 % more on either side: .288 to .512.
TEST(PlotAxis, SpansTheValuesAndALittleMore) {
  const PlotAxis axis({.3, .5, .4}, 0, 224);
  EXPECT_NEAR(axis.place(.3), 12, 1e-9);
  EXPECT_NEAR(axis.place(.4), 112, 1e-9);
  EXPECT_NEAR(axis.place(.5), 212, 1e-9);
}

TEST(PlotAxis, MayRunBackwards) { EXPECT_NEAR(PlotAxis({.3, .5}, 224, 0).place(.3), 212, 1e-9); }

TEST(PlotAxis, MarksRoundValues) {
  const auto ticks = PlotAxis({.3, .5}, 0, 100).ticks();
  ASSERT_EQ(ticks.size(), 5U);
  EXPECT_NEAR(ticks.front(), .3, 1e-12);
  EXPECT_NEAR(ticks.back(), .5, 1e-12);
}

TEST(PlotAxis, HasRoomForOneValue) {
  for (const double value : {0.0, 2.5, -1e6}) {
    const PlotAxis axis({value}, 0, 100);
    EXPECT_NEAR(axis.place(value), 50, 1e-6);
    EXPECT_FALSE(axis.ticks().empty());
  }
}

}  // namespace
}  // namespace lingan::tools::plot_axis_test
