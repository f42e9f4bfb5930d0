#include <lingan/gan/objectives/label_loss.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/gan/objectives/class_table.h"
#include "tests/model/finite_differences.h"

namespace lingan::label_loss_test {
namespace {

using testing::ClassTable;

Sentences labelled() {
  Sentences sentences;
  sentences.tokens = torch::tensor({0, 1}, torch::kInt64).view({2, 1});
  sentences.labels = torch::tensor({1, 0}, torch::kInt64);
  return sentences;
}

/// Of the ratios 1 : 2 : 5 and 3 : 1 : 4 without the last, which is that of fakes: 1 : 2 and 3 : 1.
TEST(LabelLoss, HasItsHandComputedValue) {
  ClassTable d(torch::tensor({{1.0, 2.0, 5.0}, {3.0, 1.0, 4.0}}, torch::kFloat64).log());
  EXPECT_NEAR(label_loss(d, labelled()).item<double>(),
              -(std::log(2.0 / 3) + std::log(3.0 / 4)) / 2, 1e-12);
}

/// -ln p(y | x) of K + 1 classes is -ln p(y | x, real) - ln(1 - p(fake | x)): Salimans et al.
TEST(LabelLoss, IsWhatIsLeftOfTheCrossEntropyOfAllClasses) {
  const auto logits = float64_leaf({2, 3}, 7).detach();
  ClassTable d(logits);
  const Sentences real = labelled();
  const auto of_all = torch::cross_entropy_loss(logits, real.labels);
  const auto of_real = torch::softplus(-d.logits(real)).mean();
  EXPECT_NEAR((label_loss(d, real) + of_real).item<double>(), of_all.item<double>(), 1e-12);
}

TEST(LabelLoss, HasItsGradient) {
  const auto loss = [](const std::vector<torch::Tensor>& inputs) {
    ClassTable d(inputs[0]);
    return label_loss(d, labelled());
  };
  expect_gradient(loss, {float64_leaf({2, 3}, 3)});
}

}  // namespace
}  // namespace lingan::label_loss_test
