#include <lingan/gan/training/running_means.h>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lingan::running_means_test {
namespace {

TEST(RunningMeans, AverageEachFigureOverTheStepsThatHadIt) {
  RunningMeans means;
  means.add("loss", 1.0);
  means.add("loss", 2.0);
  means.add("reward", 5.0);
  EXPECT_EQ(means.take(), (std::map<std::string, double>{{"loss", 1.5}, {"reward", 5.0}}));
  EXPECT_TRUE(means.take().empty());
}

TEST(RunningMeans, WeighStepsAsTheyAreTold) {
  RunningMeans means;
  means.add("loss", 1.0, 3.0);
  means.add("loss", 2.0, 1.0);
  EXPECT_DOUBLE_EQ(means.take().at("loss"), 1.25);
}

TEST(RunningMeans, ContinueFromACheckpoint) {
  RunningMeans means, again;
  means.add("loss", 0.1);
  means.add("loss", 0.2);
  again.restore(means.save());
  means.add("loss", 0.3);
  again.add("loss", 0.3);
  EXPECT_EQ(means.take(), again.take());
}

}  // namespace
}  // namespace lingan::running_means_test
