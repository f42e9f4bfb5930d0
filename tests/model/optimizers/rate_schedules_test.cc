#include <lingan/model/optimizers/rate_schedules.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string_view>

namespace lingan::rate_schedules_test {
namespace {

constexpr int kParts = 64;

double left(const RateSchedule& schedule, int part) {
  return schedule.left(static_cast<double>(part) / kParts);
}

TEST(RateSchedules, LeaveNoMoreThanBefore) {
  for (const RateSchedule& schedule : rate_schedules()) {
    EXPECT_EQ(left(schedule, 0), 1) << schedule.name;
    for (int part = 1; part <= kParts; ++part) {
      EXPECT_LE(left(schedule, part), left(schedule, part - 1)) << schedule.name << " at " << part;
      EXPECT_GE(left(schedule, part), 0) << schedule.name << " at " << part;
    }
  }
}

TEST(RateSchedules, ThatFallLeaveNothing) {
  for (const RateSchedule& schedule : rate_schedules()) {
    bool changes = false;
    for (int part = 1; part <= kParts; ++part) {
      changes = changes || left(schedule, part) != left(schedule, 0);
    }
    EXPECT_EQ(schedule.falls(), changes) << schedule.name;
    if (!changes) continue;
    EXPECT_EQ(left(schedule, kParts), 0) << schedule.name;
  }
}

TEST(RateSchedules, KnowWhichOnesFall) {
  EXPECT_FALSE(find_card(rate_schedules(), "constant", "schedule").falls());
  EXPECT_TRUE(find_card(rate_schedules(), "cosine", "schedule").falls());
  EXPECT_TRUE(find_card(rate_schedules(), "linear", "schedule").falls());
}

double left(std::string_view name, double progress) {
  return find_card(rate_schedules(), name, "schedule").left(progress);
}

TEST(RateSchedules, HaveTheValuesOfTheirFormulas) {
  for (const double progress : {0.0, 0.25, 0.5, 0.9}) {
    EXPECT_EQ(left("constant", progress), 1);
    EXPECT_DOUBLE_EQ(left("linear", progress), 1 - progress);
  }
  EXPECT_NEAR(left("cosine", 0.5), 0.5, 1e-15);
  EXPECT_NEAR(left("cosine", 0.25), 0.5 + M_SQRT1_2 / 2, 1e-15);  // cos(pi / 4) = 1 / sqrt(2)
  EXPECT_NEAR(left("cosine", 2.0 / 3), 0.25, 1e-15);              // cos(2 pi / 3) = -1 / 2
}

}  // namespace
}  // namespace lingan::rate_schedules_test
