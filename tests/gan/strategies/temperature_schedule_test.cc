#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan::temperature_schedule_test {
namespace {

double beta(const char* name, int64_t step) {
  return find_card(temperature_schedules(), name, "schedule").inverse_temperature(100, step, 101);
}

TEST(TemperatureSchedule, FollowsTheFormulasOverTheActualNumberOfSteps) {
  EXPECT_DOUBLE_EQ(beta("constant", 0), 100);
  EXPECT_DOUBLE_EQ(beta("linear", 50), 50.5);
  EXPECT_NEAR(beta("exponential", 50), std::pow(100, 50.0 / 101), 1e-12);
  EXPECT_NEAR(beta("log", 50), 1 + 99 * std::log(51) / std::log(101), 1e-12);
  EXPECT_NEAR(beta("sigmoid", 50), 1 + 99 / (1 + std::exp(20 * 0.5 / 101)), 1e-12);
  EXPECT_DOUBLE_EQ(beta("quadratic", 50), 1 + 99 * 0.25);
  EXPECT_DOUBLE_EQ(beta("square-root", 25), 1 + 99 * 0.5);
}

/// As the summaries have it.
TEST(TemperaturePath, FollowsTheFormulasFromItsStart) {
  const auto at = [](const char* name, int64_t step) {
    const auto& schedule = find_card(temperature_schedules(), name, "schedule");
    return TemperaturePath{.schedule = schedule, .start = 4, .end = 100}.at(step, 101);
  };
  EXPECT_DOUBLE_EQ(at("constant", 0), 100);
  EXPECT_DOUBLE_EQ(at("linear", 50), 4 + 96 * 0.5);
  EXPECT_NEAR(at("exponential", 50), 4 * std::pow(25, 50.0 / 101), 1e-12);
  EXPECT_NEAR(at("log", 50), 4 + 96 * std::log(51) / std::log(101), 1e-12);
  EXPECT_NEAR(at("sigmoid", 50), 4 + 96 / (1 + std::exp(20 * 0.5 / 101)), 1e-12);
  EXPECT_NEAR(at("quadratic", 50), 4 + 96 * 0.25, 1e-12);
  EXPECT_NEAR(at("square-root", 25), 4 + 96 * 0.5, 1e-12);
}

TEST(TemperatureSchedule, RisesFromOneToTheEnd) {
  for (const TemperatureSchedule& schedule : temperature_schedules()) {
    const std::string_view name = schedule.name;
    if (name == "constant") continue;
    double before = schedule.inverse_temperature(100, 0, 101);
    EXPECT_NEAR(before, 1, 0.01) << name;
    for (int64_t step = 1; step <= 100; ++step) {
      const double now = schedule.inverse_temperature(100, step, 101);
      EXPECT_GT(now, before) << name << " at " << step;
      before = now;
    }
    EXPECT_NEAR(before, 100, 5) << name;
  }
}

/// As RelGAN's program, which changes beta after a step, would have it.
TEST(TemperatureSchedule, HasOneStepAtTheStart) {
  for (const TemperatureSchedule& schedule : temperature_schedules()) {
    EXPECT_EQ(schedule.inverse_temperature(7, 0, 1), schedule.inverse_temperature(7, 0, 100))
        << schedule.name;
    EXPECT_EQ(schedule.inverse_temperature(7, 1, 1), 7) << schedule.name << " goes on";
  }
  const auto& linear = find_card(temperature_schedules(), "linear", "schedule");
  EXPECT_EQ(linear.inverse_temperature(7, 0, 1), 1);
  const TemperaturePath path{.schedule = linear, .start = 2, .end = 8, .steps = 1};
  EXPECT_EQ(path.at(0, 50), 2);
  EXPECT_EQ(path.at(1, 50), 8);
}

/// Also where a run of one step goes on.
TEST(TemperatureSchedule, KnowsWhetherStepsDependOnTheirNumber) {
  for (const TemperatureSchedule& schedule : temperature_schedules()) {
    bool depends = false;
    for (const int64_t total : {1, 2, 3, 7}) {
      for (int64_t step = 0; step < total; ++step) {
        depends = depends || schedule.inverse_temperature(5, step, total) !=
                                 schedule.inverse_temperature(5, step, 9);
      }
    }
    EXPECT_EQ(schedule.depends_on_total_steps(), depends) << schedule.name;
  }
  const TemperatureSchedule own = {
      .name = "own", .summary = "", .paper = "", .beta = [](double beta_max, double i, double) {
        return std::min(1 + i, beta_max);
      }};
  EXPECT_FALSE(own.depends_on_total_steps());
}

TEST(TemperatureSchedule, RefusesUnknownNames) {
  EXPECT_THROW(find_card(temperature_schedules(), "cosine", "schedule"), UsageError);
}

}  // namespace
}  // namespace lingan::temperature_schedule_test
