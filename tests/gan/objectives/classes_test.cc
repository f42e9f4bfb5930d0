#include <gtest/gtest.h>

#include "tests/gan/objectives/class_table.h"
#include "tests/gan/objectives/losses.h"

namespace lingan::classes_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Probabilities that the logits' exponentials are in the ratio of: 1 : 2 : 5 and 3 : 1 : 4.
TEST(Classes, HasItsHandComputedLossOfDiscriminators) {
  ClassTable d(torch::tensor({{1.0, 2.0, 5.0}, {3.0, 1.0, 4.0}}, torch::kFloat64).log());
  Sentences real, fake;
  real.tokens = torch::tensor({0, 1}, torch::kInt64).view({2, 1});
  real.labels = torch::tensor({1, 0}, torch::kInt64);
  fake.tokens = torch::tensor({1, 1}, torch::kInt64).view({2, 1});
  const auto loss = make_objective("classes")->discriminator_loss(d, real, fake, {});
  const double of_real = -(std::log(2.0 / 8) + std::log(3.0 / 8)) / 2, of_fake = -std::log(4.0 / 8);
  EXPECT_NEAR(loss.item<double>(), of_real + of_fake, 1e-12);
}

/// A fake that was told a label is to be taken for real text of that label.
TEST(Classes, HasItsHandComputedLossOfGeneratorsThatAreToldLabels) {
  ClassTable d(torch::tensor({{1.0, 2.0, 5.0}, {3.0, 1.0, 4.0}}, torch::kFloat64).log());
  Sentences fake;
  fake.tokens = torch::tensor({0, 1}, torch::kInt64).view({2, 1});
  fake.labels = torch::tensor({1, 0}, torch::kInt64);
  const auto loss = make_objective("classes")->generator_loss(d, {}, fake);
  EXPECT_NEAR(loss.item<double>(), -(std::log(2.0 / 8) + std::log(3.0 / 8)) / 2, 1e-12);
}

TEST(Classes, IsTheCrossEntropyOfRealAndFakeWithoutClasses) {
  const Losses l = losses_of("classes");
  EXPECT_NEAR(l.discriminator, classification(kReal, kFake), 1e-12);
  EXPECT_NEAR(l.generator, (softplus(-0.5) + softplus(3)) / 2, 1e-12);
  expect_rewards(l, {-softplus(-0.5), -softplus(3)});
}

}  // namespace
}  // namespace lingan::classes_test
