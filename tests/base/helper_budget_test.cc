#include <lingan/base/helper_budget.h>

#include <chrono>

#include <gtest/gtest.h>

namespace lingan {
namespace {

using std::chrono::milliseconds;

/// A budget whose clock the test turns.
class HelperBudgetTest : public ::testing::Test {
 protected:
  /// Loops of 1 ms for a time, each of which loses `lost` to a helper without a core.
  void run(milliseconds time, std::chrono::microseconds lost) {
    for (milliseconds spent{0}; spent < time; spent += milliseconds(1)) {
      now_ += milliseconds(1);
      if (budget_.enlisted() > 0) budget_.add_wait(lost);
      budget_.end_loop(now_);
    }
  }
  static constexpr std::chrono::microseconds kNothing{0}, kHalf{500};

  HelperBudget budget_{8};

 private:
  HelperBudget::Clock::time_point now_{};
};

TEST_F(HelperBudgetTest, EnlistsAllWhereNothingIsLost) {
  EXPECT_EQ(budget_.enlisted(), 8);
  run(milliseconds(500), kNothing);
  EXPECT_EQ(budget_.enlisted(), 8);
}

TEST_F(HelperBudgetTest, BearsAnEighthOfLostTime) {
  run(milliseconds(500), std::chrono::microseconds(125));
  EXPECT_EQ(budget_.enlisted(), 8);
}

TEST_F(HelperBudgetTest, SendsHelpersToRestUntilNothingIsLost) {
  run(milliseconds(40), kHalf);
  EXPECT_EQ(budget_.enlisted(), 4);
  run(milliseconds(100), kHalf);
  EXPECT_EQ(budget_.enlisted(), 0);
}

TEST_F(HelperBudgetTest, TriesThemAgainOnceTheMachineIsQuiet) {
  run(milliseconds(150), kHalf);
  run(milliseconds(600), kNothing);
  EXPECT_EQ(budget_.enlisted(), 8);
}

TEST_F(HelperBudgetTest, TriesEverMoreSeldomWhereItFails) {
  int enlisted = 0;
  for (int second = 0; second < 10; ++second) {
    enlisted = 0;
    for (int i = 0; i < 1000; ++i) {
      run(milliseconds(1), kHalf);
      enlisted += budget_.enlisted() > 0;
    }
  }
  EXPECT_LT(enlisted, 60);  // of the last 1000 loops
  run(milliseconds(10'000), kNothing);
  EXPECT_EQ(budget_.enlisted(), 8);
}

}  // namespace
}  // namespace lingan
