#include <lingan/gan/strategies/selection_gradient.h>

#include <gtest/gtest.h>

#include <lingan/gan/strategies/query_items.h>

namespace lingan::selection_gradient_test {
namespace {

/// Two queries, five items.
struct Choice {
  torch::Tensor logits =
      torch::tensor({{0.3, -1.2, 0.8, 0.1, -0.4}, {1.5, 0.2, -0.6, 0.0, 0.9}}, torch::kFloat64)
          .requires_grad_();
  torch::Tensor relevant =
      torch::tensor({{0.0, 1.0, 1.0, 0.0, 0.0}, {0.0, 0.0, 0.0, 1.0, 0.0}}, torch::kFloat64);
  torch::Tensor rewards =
      torch::tensor({{-0.5, 0.9, 0.4, -0.2, 0.0}, {0.3, -0.8, 0.6, 0.7, -0.1}}, torch::kFloat64);

  torch::Tensor log_p() const { return torch::log_softmax(logits, 1); }
  torch::Tensor gradient(const torch::Tensor& loss) const {
    logits.mutable_grad() = torch::Tensor();
    loss.backward();
    return logits.grad().clone();
  }
  /// sum_d p(d) (r(d) - E r) for each logit, by hand, of a mean row.
  torch::Tensor exact() const {
    const torch::NoGradGuard no_gradient;
    const auto p = log_p().exp();
    return -p * (rewards - (p * rewards).sum(1, true)) / 2;
  }
};

TEST(ExactSelectionLoss, HasTheGradientOfTheExpectedReward) {
  const Choice choice;
  const auto gradient = choice.gradient(exact_selection_loss(choice.log_p(), choice.rewards));
  EXPECT_TRUE(torch::allclose(gradient, choice.exact(), 1e-12, 1e-12));
}

/// The mean over all that may be drawn, weighed by the proposal's own probabilities.
TEST(SampledSelectionLoss, HasThatGradientInTheMeanWhateverTheShareOfRelevantItems) {
  const Choice choice;
  for (const double share : {0.0, 0.2, 0.7}) {
    const auto by = proposal(choice.log_p().detach().exp(), choice.relevant, share);
    EXPECT_TRUE(torch::allclose(by.sum(1), torch::ones({2}, torch::kFloat64)));
    torch::Tensor mean = torch::zeros({2, 5}, torch::kFloat64);
    for (int64_t item = 0; item < 5; ++item) {
      const auto items = torch::full({2, 1}, item, torch::kInt64);
      const auto loss =
          sampled_selection_loss(choice.log_p(), items, choice.rewards.gather(1, items), by);
      mean += choice.gradient(loss) * by.select(1, item).unsqueeze(1);
    }
    EXPECT_TRUE(torch::allclose(mean, choice.exact(), 1e-12, 1e-12)) << share;
  }
}

TEST(SampledSelectionLoss, ComesToItWithManyDraws) {
  const Choice choice;
  const auto by = proposal(choice.log_p().detach().exp(), choice.relevant, 0.2);
  const auto items = drawn_items(by, 200000, {5, Purpose::kSample, 3});
  const auto loss =
      sampled_selection_loss(choice.log_p(), items, choice.rewards.gather(1, items), by);
  EXPECT_TRUE(torch::allclose(choice.gradient(loss), choice.exact(), 0.0, 2e-3));
}

TEST(DrawnItems, ComeInProportionToTheirWeightsAndNeverWithoutOne) {
  const auto weights = torch::tensor({{0.0, 3.0, 0.0, 1.0}, {2.0, 0.0, 0.0, 0.0}});
  const auto items = drawn_items(weights, 40000, {9, Purpose::kNegatives, 0});
  const auto share = [&](int64_t row, int64_t item) {
    return (items[row] == item).to(torch::kFloat64).mean().item<double>();
  };
  EXPECT_NEAR(share(0, 1), 0.75, 0.01);
  EXPECT_NEAR(share(0, 3), 0.25, 0.01);
  EXPECT_EQ(share(0, 0) + share(0, 2), 0.0);
  EXPECT_EQ(share(1, 0), 1.0);
  EXPECT_TRUE(
      torch::equal(items.narrow(1, 0, 7), drawn_items(weights, 7, {9, Purpose::kNegatives, 0})));
}

}  // namespace
}  // namespace lingan::selection_gradient_test
