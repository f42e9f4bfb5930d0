#include <lingan/model/optimizers/optimizer_options.h>

#include <gtest/gtest.h>

#include <cmath>

namespace lingan::optimizer_options_test {
namespace {

OptimizerOptions falling(const char* schedule) {
  OptimizerOptions options;
  options.learning_rate = 0.2;
  options.schedule = schedule;
  options.final_share = 0.1;
  return options;
}

TEST(LearningRate, StaysWhereNothingIsSaid) {
  OptimizerOptions options;
  options.learning_rate = 0.3;
  for (const double progress : {0.0, 0.5, 1.0}) {
    EXPECT_DOUBLE_EQ(learning_rate(options, 7, progress), 0.3);
  }
  EXPECT_FALSE(depends_on_length(options));
}

TEST(LearningRate, FallsByItsScheduleToItsFinalShare) {
  for (const char* schedule : {"cosine", "linear"}) {
    EXPECT_DOUBLE_EQ(learning_rate(falling(schedule), 0, 0.0), 0.2) << schedule;
    EXPECT_DOUBLE_EQ(learning_rate(falling(schedule), 0, 0.5), 0.11) << schedule;
    EXPECT_DOUBLE_EQ(learning_rate(falling(schedule), 0, 1.0), 0.02) << schedule;
    EXPECT_TRUE(depends_on_length(falling(schedule))) << schedule;
  }
  EXPECT_DOUBLE_EQ(learning_rate(falling("linear"), 0, 0.25), 0.02 + 0.75 * 0.18);
  // cos(pi / 4) = 1 / sqrt(2).
  EXPECT_NEAR(learning_rate(falling("cosine"), 0, 0.25), 0.02 + 0.18 * (1 + M_SQRT1_2) / 2, 1e-15);
}

TEST(LearningRate, RisesOverTheWarmUp) {
  OptimizerOptions options = falling("linear");
  options.warmup_steps = 4;
  EXPECT_DOUBLE_EQ(learning_rate(options, 0, 0.0), 0.05);
  EXPECT_DOUBLE_EQ(learning_rate(options, 2, 0.0), 0.15);
  EXPECT_DOUBLE_EQ(learning_rate(options, 3, 0.0), 0.2);
  EXPECT_DOUBLE_EQ(learning_rate(options, 9, 0.0), 0.2);
}

TEST(OptimizerKeys, AllowTheDefaults) {
  const OptimizerOptions options;
  for (const OptionKey& key : optimizer_keys()) EXPECT_TRUE(key.allows(&options)) << key.name;
}

}  // namespace
}  // namespace lingan::optimizer_options_test
