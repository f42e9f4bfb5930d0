#include "tools/progress_line.h"

#include <gtest/gtest.h>

namespace lingan::tools::progress_line_test {
namespace {

TEST(FormatProgress, ShowsShareRateAndTimeLeftOfAJobOfKnownSize) {
  const ProgressReport report{
      .label = "sampling", .total = 1000, .unit = "sentences", .done = 250, .note = "loss 3.1"};
  EXPECT_EQ(format_progress(report, 5.0),
            "sampling   25 %  250/1000 sentences  50/s  15 s left  loss 3.1");
}

TEST(FormatProgress, CountsNoEarlierStepsIntoTheRateOfAResumedJob) {
  const ProgressReport report{
      .label = "run", .total = 1000, .unit = "steps", .done = 950, .earlier = 900};
  EXPECT_EQ(format_progress(report, 5.0), "run   95 %  950/1000 steps  10/s  5 s left");
}

TEST(FormatProgress, ShowsCountAndRateOfAJobOfUnknownSize) {
  const ProgressReport report{.label = "reading a.txt", .unit = "lines", .done = 4096};
  EXPECT_EQ(format_progress(report, 2.0), "reading a.txt  4096 lines  2.05e+03/s");
}

TEST(ShowProgress, WritesNothingWhereStderrIsNoTerminal) {
  ::testing::internal::CaptureStderr();
  show_progress();
  {
    Progress progress("reading", 100, "lines");
    for (int i = 0; i <= 100; ++i) progress.update(i);
  }
  hide_progress();
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace lingan::tools::progress_line_test
