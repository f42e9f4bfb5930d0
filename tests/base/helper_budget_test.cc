#include <lingan/base/helper_budget.h>

#include <chrono>

#include <gtest/gtest.h>

namespace lingan::helper_budget_test {
namespace {

/// A budget whose clock the test turns.
class HelperBudgetTest : public ::testing::Test {
 protected:
  /// Windows, each of which loses a share of its time to helpers, where there are any.
  void pass(int windows, double lost) {
    for (int i = 0; i < windows; ++i) {
      now_ += HelperBudget::kWindow;
      if (budget_.enlisted() > 0) {
        budget_.add_wait(std::chrono::duration_cast<HelperBudget::Clock::duration>(
            HelperBudget::kWindow * lost));
      }
      budget_.judge(now_, 0.0);
    }
  }

  HelperBudget budget_{8};
  HelperBudget::Clock::time_point now_ = HelperBudget::Clock::now();
};

TEST_F(HelperBudgetTest, EnlistsAllWhereLittleIsLost) {
  EXPECT_EQ(budget_.enlisted(), 8);
  pass(100, 0.2);
  EXPECT_EQ(budget_.enlisted(), 8);
}

TEST_F(HelperBudgetTest, SendsHelpersToRestUntilLittleIsLost) {
  pass(1, 0.5);
  EXPECT_EQ(budget_.enlisted(), 4);
  pass(3, 0.5);
  EXPECT_EQ(budget_.enlisted(), 0);
}

TEST_F(HelperBudgetTest, SendsHelpersToRestWhereTheCallerItselfHasNoCore) {
  now_ += HelperBudget::kWindow;
  budget_.judge(now_, 0.4);
  EXPECT_EQ(budget_.enlisted(), 4);
}

TEST_F(HelperBudgetTest, TriesThemAgainOnceTheMachineIsQuiet) {
  pass(4, 0.5);
  ASSERT_EQ(budget_.enlisted(), 0);
  pass(20, 0.0);
  EXPECT_EQ(budget_.enlisted(), 8);
}

TEST_F(HelperBudgetTest, TriesEverMoreSeldomWhereItFails) {
  pass(1000, 0.5);
  int tried = 0;
  for (int window = 0; window < 1000; ++window) {
    pass(1, 0.5);
    tried += budget_.enlisted() > 0;
  }
  EXPECT_GT(tried, 5);
  EXPECT_LT(tried, 20);
  pass(80, 0.0);
  EXPECT_EQ(budget_.enlisted(), 8);
}

TEST_F(HelperBudgetTest, HasNoneToEnlistOfNone) {
  budget_ = HelperBudget(0);
  pass(10, 0.0);
  EXPECT_EQ(budget_.enlisted(), 0);
}

}  // namespace
}  // namespace lingan::helper_budget_test
