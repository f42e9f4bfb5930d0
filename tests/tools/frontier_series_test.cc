#include "tools/frontier_series.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/tools/verdict_runs.h"

namespace lingan::tools::frontier_series_test {
namespace {

using testing::resampled;
using testing::runs_with_gains;
using testing::together;

constexpr FrontierPair kBleu{"bleu-4", "self-bleu-4"};

TEST(FrontierSeries, AreMeansOverSeeds) {
  const auto all = frontier_series(runs_with_gains("seqgan", {.01, .03}), kBleu);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].role, RunRole::kStart);
  EXPECT_EQ(all[0].points.size(), 2U);
  EXPECT_EQ(all[2].role, RunRole::kTrained);
  ASSERT_EQ(all[2].points.size(), 1U);
  EXPECT_NEAR(all[2].points[0].y, .47, 1e-12);
  EXPECT_NEAR(all[2].points[0].deviation, .02 / std::sqrt(2), 1e-12);
  EXPECT_NEAR(all[2].points[0].x, .4, 1e-12);
}

TEST(FrontierSeries, LeaveOutTemperaturesThatASeedLacks) {
  auto runs = runs_with_gains("seqgan", {.01, .03});
  runs[0].frontier.pop_back();
  EXPECT_EQ(frontier_series(runs, kBleu)[0].points.size(), 1U);
  EXPECT_TRUE(frontier_series(runs, {"mauve", ""}).empty());
}

TEST(FrontierSeries, HaveAStartThatAllShareOnce) {
  auto runs = together(runs_with_gains("seqgan", {.01}), runs_with_gains("leakgan", {.02}));
  const auto shared = frontier_series(runs, kBleu);
  ASSERT_EQ(shared.size(), 5U);
  EXPECT_EQ(shared[0].recipe, "");
  runs[0].frontier[0].metrics["bleu-4"] = .61;
  EXPECT_EQ(frontier_series(runs, kBleu).size(), 6U);
}

TEST(FrontierSeries, HaveThePointOfAResampledStartLast) {
  const auto all = frontier_series(
      together(runs_with_gains("seqgan", {.01, .03}), resampled("seqgan", {.02, .04})), kBleu);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[3].role, RunRole::kResampled);
  ASSERT_EQ(all[3].points.size(), 1U);
  EXPECT_NEAR(all[3].points[0].y, .48, 1e-12);
}

TEST(FrontierSeries, AreOverTheTemperatureWhereAMetricMeasuresBoth) {
  const ComparedRun run{.recipe = "mle",
                        .role = RunRole::kTrained,
                        .seed = 1,
                        .frontier = {{.swept = .9, .metrics = {{"mauve", .5}}}}};
  const auto all = frontier_series({run}, {"mauve", ""});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].points[0].x, .9);
  EXPECT_EQ(all[0].points[0].deviation, 0);
}

}  // namespace
}  // namespace lingan::tools::frontier_series_test
