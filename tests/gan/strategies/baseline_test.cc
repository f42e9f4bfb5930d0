#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/baseline.h>

namespace lingan::baseline_test {
namespace {

const auto kRewards = [] { return torch::tensor({{1.0, 2.0}, {3.0, 0.0}, {5.0, 6.0}}); };
const auto kMask = [] { return torch::tensor({{1.0, 1.0}, {1.0, 0.0}, {1.0, 1.0}}); };

TEST(Baseline, BatchMeanIsTheMeanOfRowsThatHaveTheToken) {
  const auto value = make_baseline("batch-mean", 0)->value({kRewards(), kMask()});
  EXPECT_TRUE(torch::allclose(value.expand({3, 2}), torch::tensor({{3.0, 4.0}}).expand({3, 2})));
}

TEST(Baseline, LeaveOneOutIsTheMeanOfTheOthers) {
  const auto value = make_baseline("leave-one-out", 0)->value({kRewards(), kMask()}) * kMask();
  EXPECT_TRUE(torch::allclose(value, torch::tensor({{4.0, 6.0}, {3.0, 0.0}, {2.0, 2.0}})));
}

TEST(Baseline, LeaveOneOutOfALoneRowIsZero) {
  const auto value =
      make_baseline("leave-one-out", 0)->value({torch::ones({1, 2}), torch::ones({1, 2})});
  EXPECT_TRUE(torch::equal(value, torch::zeros({1, 2})));
}

TEST(Baseline, MovingAverageKnowsOnlyEarlierBatches) {
  const auto baseline = make_baseline("moving-average", 0.5);
  const auto mask = torch::ones({2, 2});
  EXPECT_EQ(baseline->value({torch::full({2, 2}, 4.0), mask}).item<float>(), 0.0F);
  EXPECT_NEAR(baseline->value({torch::full({2, 2}, 1.0), mask}).item<float>(), 4.0F, 1e-6);
  // (0.25 * 4 + 0.5 * 1) / 0.75
  EXPECT_NEAR(baseline->value({torch::zeros({2, 2}), mask}).item<float>(), 2.0F, 1e-6);
}

TEST(Baseline, MovingAverageGoesOnFromItsState) {
  const auto mask = torch::ones({1, 1});
  const auto first = make_baseline("moving-average", 0.9);
  first->value({torch::full({1, 1}, 4.0), mask});
  const auto second = make_baseline("moving-average", 0.9);
  second->restore(first->state());
  EXPECT_EQ(second->value({mask, mask}).item<float>(), first->value({mask, mask}).item<float>());
  EXPECT_THROW(second->restore({}), InputError);
}

TEST(Baseline, PrefixIsWhatTheSentenceIsWorthBeforeTheToken) {
  const auto value = make_baseline("prefix", 0)->value({kRewards(), kMask()}) * kMask();
  EXPECT_TRUE(torch::allclose(value, torch::tensor({{4.0, 1.0}, {3.0, 0.0}, {2.0, 5.0}})));
}

TEST(Baseline, SelfCriticalIsTheRewardOfTheLikeliestSentence) {
  const auto value = make_baseline("self-critical", 0)->value({kRewards(), kMask(), [] {
                                                                 return torch::tensor({2.5});
                                                               }});
  EXPECT_TRUE(torch::equal(value, torch::full({1, 1}, 2.5)));
}

}  // namespace
}  // namespace lingan::baseline_test
