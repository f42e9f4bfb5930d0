#include <lingan/gan/objectives/semi_supervised.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/gan/objectives/label_loss.h>

#include "tests/gan/objectives/class_table.h"
#include "tests/gan/objectives/losses.h"
#include "tests/model/finite_differences.h"

namespace lingan::semi_supervised_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Probabilities that the logits' exponentials are in the ratio of: 1 : 2 : 5 and 3 : 1 : 4.
torch::Tensor two_rows() {
  return torch::tensor({{1.0, 2.0, 5.0}, {3.0, 1.0, 4.0}}, torch::kFloat64).log();
}

Sentences words(const std::vector<int64_t>& tokens) {
  Sentences sentences;
  sentences.tokens = torch::tensor(tokens).unsqueeze(1);
  return sentences;
}

std::unique_ptr<Objective> objective(double weight, const std::string& generator_loss) {
  OptionSet options;
  options.get<SemiSupervisedOptions>() = {.unlabelled_weight = weight,
                                          .generator_loss = generator_loss};
  return make_objective("semi-supervised", options);
}

/// -<ln(1 - p(fake | real))> - <ln p(fake | fake)>: it looks at no label.
TEST(SemiSupervised, HasItsHandComputedLossOfDiscriminators) {
  ClassTable d(two_rows());
  const double of_real = -(std::log(3.0 / 8) + std::log(4.0 / 8)) / 2, of_fake = -std::log(4.0 / 8);
  for (const double weight : {1.0, 0.5, 0.0}) {
    const auto loss = objective(weight, "feature-matching")
                          ->discriminator_loss(d, words({0, 1}), words({1, 1}), {});
    EXPECT_NEAR(loss.item<double>(), weight * (of_real + of_fake), 1e-12);
  }
}

TEST(SemiSupervised, HasTheLossAndTheRewardThatItsKeyNames) {
  ClassTable d(two_rows());
  const Sentences real = words({0, 0}), fake = words({0, 1});
  const auto told = objective(1.0, "non-saturating");
  EXPECT_NEAR(told->generator_loss(d, real, fake).item<double>(),
              -(std::log(3.0 / 8) + std::log(4.0 / 8)) / 2, 1e-12);
  const auto matched = objective(1.0, "feature-matching");
  // The features are one-hot: <phi_r> = (1, 0), <phi_f> = (1/2, 1/2).
  EXPECT_NEAR(matched->generator_loss(d, real, fake).item<double>(), 0.5, 1e-12);
  for (const auto& [made, name] :
       {std::pair{told.get(), "non-saturating"}, std::pair{matched.get(), "feature-matching"}}) {
    const auto same = make_objective(name);
    const auto draw = [&] { return fake; };
    const SentenceValue reward = made->reward(d, real, draw), other = same->reward(d, real, draw);
    ASSERT_EQ(reward.by_features, other.by_features);
    const auto judged = reward.by_features ? d.features(fake) : d.logits(fake);
    EXPECT_TRUE(torch::equal(reward(judged), other(judged))) << name;
  }
}

TEST(SemiSupervised, HasTheGradientOfItsLosses) {
  const auto logits = float64_leaf({2, 3}, 4);
  const auto loss = [&](const std::vector<torch::Tensor>& inputs) {
    ClassTable d(inputs[0]);
    return objective(0.7, "non-saturating")
               ->discriminator_loss(d, words({0, 1}), words({1, 1}), {}) +
           objective(0.7, "non-saturating")->generator_loss(d, words({0}), words({0, 1}));
  };
  expect_gradient(loss, {logits});
}

}  // namespace
}  // namespace lingan::semi_supervised_test
