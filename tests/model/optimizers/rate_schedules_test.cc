#include <lingan/model/optimizers/rate_schedules.h>

#include <gtest/gtest.h>

namespace lingan {
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
    if (changes) EXPECT_EQ(left(schedule, kParts), 0) << schedule.name;
  }
}

TEST(RateSchedules, KnowWhichOnesFall) {
  EXPECT_FALSE(find_card(rate_schedules(), "constant", "schedule").falls());
  EXPECT_TRUE(find_card(rate_schedules(), "cosine", "schedule").falls());
  EXPECT_TRUE(find_card(rate_schedules(), "linear", "schedule").falls());
}

}  // namespace
}  // namespace lingan
