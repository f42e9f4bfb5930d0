#include <lingan/model/layers/output_cross_entropy.h>

#include <gtest/gtest.h>

#include "tests/model/finite_differences.h"

namespace lingan::output_cross_entropy_test {
namespace {

torch::Tensor targets(int64_t rows, int64_t vocabulary) {
  return (torch::arange(rows, torch::kInt64) * 31 + 2).remainder(vocabulary);
}

OutputPredictions single_precision(int64_t rows, int64_t width, int64_t vocabulary) {
  OutputPredictions p;
  p.hidden = float64_leaf({rows, width}, 1).detach().to(torch::kFloat32).requires_grad_();
  p.weight = float64_leaf({vocabulary, width}, 2).detach().to(torch::kFloat32).requires_grad_();
  p.bias = float64_leaf({vocabulary}, 3).detach().to(torch::kFloat32).requires_grad_();
  p.targets = targets(rows, vocabulary);
  p.weights = torch::linspace(-1, 2, rows);
  return p;
}

torch::autograd::variable_list gradient(const torch::Tensor& loss, const OutputPredictions& p) {
  return torch::autograd::grad({loss}, {p.hidden, p.weight, p.bias});
}

void expect_plain_torch(const OutputPredictions& p) {
  const auto loss = output_cross_entropy(p);
  const auto expected = plain_output_cross_entropy(p);
  EXPECT_NEAR(loss.item<float>(), expected.item<float>(), 1e-4);
  const auto actual = gradient(loss * 3, p);
  const auto wanted = gradient(expected * 3, p);
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_TRUE(torch::allclose(actual[i], wanted[i], 1e-4, 1e-5)) << i;
  }
  const torch::NoGradGuard no_grad;
  EXPECT_EQ(output_cross_entropy(p).item<float>(), loss.item<float>());
}

TEST(OutputCrossEntropy, MatchesPlainTorchByTheEngine) {
  expect_plain_torch(single_precision(70, 32, 99));
}

TEST(OutputCrossEntropy, MatchesPlainTorchByBlocksOfProducts) {
  expect_plain_torch(single_precision(200, 48, 33));
  expect_plain_torch(single_precision(150, 5, 20000));
}

/// A block of one row took the bias itself for its logits.
TEST(OutputCrossEntropy, LeavesWhatItIsGivenAsItIsForOneRow) {
  for (const int64_t rows : {1, 65}) {
    const auto p = single_precision(rows, 5, 60000);
    const auto before = p.bias.detach().clone();
    expect_plain_torch(p);
    EXPECT_TRUE(torch::equal(p.bias, before)) << rows;
  }
}

TEST(OutputCrossEntropy, HasTheGradientOfFiniteDifferences) {
  const auto weights = torch::tensor({0.5, -1.0, 2.0, 0.25}, torch::kFloat64);
  expect_gradient(
      [&](const std::vector<torch::Tensor>& in) {
        return output_cross_entropy({in[0], in[1], in[2], targets(4, 6), weights}) * 1.5;
      },
      {float64_leaf({4, 3}, 1), float64_leaf({6, 3}, 2), float64_leaf({6}, 3)});
}

TEST(OutputCrossEntropy, HasAGradientOfItsGradient) {
  const auto weights = torch::tensor({0.5, -1.0, 2.0}, torch::kFloat64);
  expect_gradient(
      [&](const std::vector<torch::Tensor>& in) {
        const auto loss = output_cross_entropy({in[0], in[1], in[2], targets(3, 4), weights});
        return torch::autograd::grad({loss}, {in[0]}, {}, true, true)[0].square().sum();
      },
      {float64_leaf({3, 2}, 4), float64_leaf({4, 2}, 5), float64_leaf({4}, 6)});
}

TEST(OutputCrossEntropy, SkipsRowsOfNoWeight) {
  auto p = single_precision(20, 32, 15);
  p.weights = p.weights * (torch::arange(20) % 3 == 0);
  p.hidden = torch::where((torch::arange(20) % 3 == 0).unsqueeze(1), p.hidden.detach(),
                          torch::full_like(p.hidden, NAN))
                 .requires_grad_();
  const auto loss = output_cross_entropy(p);
  const auto actual = gradient(loss, p);
  EXPECT_TRUE(torch::isfinite(loss).item<bool>());
  EXPECT_TRUE(torch::isfinite(actual[1]).all().item<bool>());
  EXPECT_EQ(actual[0].slice(0, 1, 3).abs().max().item<float>(), 0.0F);
  EXPECT_GT(actual[0][3].abs().max().item<float>(), 0.0F);
}

TEST(OutputCrossEntropy, IsZeroOfNothing) {
  auto p = single_precision(3, 32, 15);
  p.weights = torch::zeros({3});
  const auto loss = output_cross_entropy(p);
  EXPECT_EQ(loss.item<float>(), 0.0F);
  for (const auto& g : gradient(loss, p)) EXPECT_EQ(g.abs().max().item<float>(), 0.0F);
}

}  // namespace
}  // namespace lingan::output_cross_entropy_test
