#include <lingan/model/rate_schedules.h>

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include <lingan/base/card.h>

namespace lingan {
namespace {

double left(std::string_view name, double progress) {
  return find_card(rate_schedules(), name, "schedule").left(progress);
}

TEST(RateSchedules, FallFromOneToZeroAndNeverRise) {
  std::set<std::string_view> names;
  for (const RateSchedule& schedule : rate_schedules()) {
    EXPECT_TRUE(names.insert(schedule.name).second) << schedule.name;
    EXPECT_FALSE(schedule.summary.empty() || schedule.paper.empty()) << schedule.name;
    EXPECT_EQ(schedule.left(0), 1) << schedule.name;
    EXPECT_NEAR(schedule.left(1), schedule.name == "constant" ? 1 : 0, 1e-15) << schedule.name;
    for (double progress = 0; progress < 1; progress += 0.125) {
      EXPECT_GE(schedule.left(progress), schedule.left(progress + 0.125)) << schedule.name;
    }
  }
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
}  // namespace lingan
