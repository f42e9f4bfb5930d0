#include <lingan/base/progress.h>

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace lingan::progress_test {
namespace {

TEST(Progress, TellsTheListenerOfAJobsBeginStepsAndEnd) {
  std::vector<ProgressReport> heard;
  set_progress_listener([&](const ProgressReport& report) { heard.push_back(report); });
  {
    Progress progress("reading", 100, "lines");
    progress.update(40, "slowly");
  }
  set_progress_listener(nullptr);
  ASSERT_EQ(heard.size(), 3u);
  for (const ProgressReport& report : heard) {
    EXPECT_EQ(report.label, "reading");
    EXPECT_EQ(report.total, 100);
    EXPECT_EQ(report.unit, "lines");
  }
  EXPECT_EQ(heard[0].event, ProgressEvent::kBegan);
  EXPECT_EQ(heard[0].done, 0);
  EXPECT_EQ(heard[1].event, ProgressEvent::kAdvanced);
  EXPECT_EQ(heard[1].done, 40);
  EXPECT_EQ(heard[1].note, "slowly");
  EXPECT_EQ(heard[2].event, ProgressEvent::kEnded);
}

TEST(Progress, TellsWhatWasDoneBefore) {
  std::vector<ProgressReport> heard;
  set_progress_listener([&](const ProgressReport& report) { heard.push_back(report); });
  { Progress progress("training", 100, "steps", 60); }
  set_progress_listener(nullptr);
  EXPECT_EQ(heard.front().done, 60);
  EXPECT_EQ(heard.front().earlier, 60);
}

TEST(Progress, IsNotPrintedByTheLibrary) {
  ::testing::internal::CaptureStderr();
  ::testing::internal::CaptureStdout();
  {
    Progress progress("reading", 100, "lines");
    progress.update(100);
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
}

}  // namespace
}  // namespace lingan::progress_test
