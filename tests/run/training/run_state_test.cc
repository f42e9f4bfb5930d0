#include <lingan/run/training/run_state.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/run/small_run.h"

namespace lingan::run_state_test {
namespace {

TEST(RunState, HasTheWeightsOfTheLastCheckpoint) {
  const testing::SmallRun small;
  const auto state = load_state(small.run);
  const TensorFile saved = load_tensors(small.run.checkpoint());
  int weights = 0;
  for (const auto& weight : state->players.generator->named_parameters()) {
    EXPECT_TRUE(torch::equal(weight.value(), saved.tensors.at("generator." + weight.key())));
    ++weights;
  }
  EXPECT_GT(weights, 3);
  EXPECT_EQ(state->data.train.rows, small.data.train.rows);
}

TEST(RunState, IsMissedWhereNothingHasBeenSaved) {
  const testing::SmallRun small;
  std::filesystem::remove(small.run.checkpoint());
  try {
    load_state(small.run);
    ADD_FAILURE() << "not refused";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("training has not saved a checkpoint yet"));
  }
}

}  // namespace
}  // namespace lingan::run_state_test
