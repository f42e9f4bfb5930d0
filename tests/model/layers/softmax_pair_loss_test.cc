#include <lingan/model/layers/softmax_pair_loss.h>

#include <torch/autograd.h>

#include <gtest/gtest.h>

#include <stdexcept>

#include <lingan/base/parallel.h>

#include "tests/model/finite_differences.h"

namespace lingan::softmax_pair_loss_test {
namespace {

/// sum over v of c_v p_v ln q_v with c = 1, 2, ...: nothing in it is symmetric.
RowLosses weighted_cross_entropy(const torch::Tensor& log_p, const torch::Tensor& log_q,
                                 const torch::Tensor&) {
  const auto factors = torch::arange(1, log_p.size(1) + 1, log_p.options());
  const auto costs = log_p.exp() * log_q * factors;
  return {costs.sum(1), costs};
}

SoftmaxRows rows_of(int64_t rows, int64_t width, int64_t vocabulary, int salt) {
  return {float64_leaf({rows, width}, salt), float64_leaf({vocabulary, width}, salt + 1),
          float64_leaf({vocabulary}, salt + 2)};
}

SoftmaxRows in_float32(const SoftmaxRows& rows) {
  const auto leaf = [](const torch::Tensor& x) {
    return x.detach().to(torch::kFloat32).requires_grad_();
  };
  return {leaf(rows.hidden), leaf(rows.weight), leaf(rows.bias)};
}

torch::Tensor log_softmax(const SoftmaxRows& rows) {
  return torch::log_softmax(torch::linear(rows.hidden, rows.weight, rows.bias), 1);
}

torch::Tensor by_plain_torch(const SoftmaxRows& p, const SoftmaxRows& q,
                             const torch::Tensor& weights) {
  const auto factors = torch::arange(1, p.bias.size(0) + 1, p.bias.options());
  const auto costs = log_softmax(p).exp() * log_softmax(q).detach() * factors;
  return (costs.sum(1) * weights).sum();
}

TEST(SoftmaxPairLoss, HasTheGradientOfFiniteDifferences) {
  const SoftmaxRows q = rows_of(5, 2, 6, 7);
  const auto weights = torch::tensor({0.5, 0.0, -1.0, 2.0, 0.25}, torch::kFloat64);
  expect_gradient(
      [&](const std::vector<torch::Tensor>& in) {
        return softmax_pair_loss({in[0], in[1], in[2]}, q, weights, weighted_cross_entropy) * 1.5;
      },
      {float64_leaf({5, 3}, 1), float64_leaf({6, 3}, 2), float64_leaf({6}, 3)});
}

// Sizes with several blocks of rows, chunks in a block, and rows left over.
TEST(SoftmaxPairLoss, MatchesPlainTorchBlockByBlock) {
  const SoftmaxRows p = in_float32(rows_of(150, 5, 60000, 1));
  const SoftmaxRows q = in_float32(rows_of(150, 3, 60000, 4));
  const auto weights = torch::linspace(-0.1, 0.2, 150);
  const auto loss = softmax_pair_loss(p, q, weights, weighted_cross_entropy);
  const auto expected = by_plain_torch(p, q, weights);
  EXPECT_NEAR(loss.item<float>() / expected.item<float>(), 1, 1e-4);
  const auto actual = torch::autograd::grad({loss}, {p.hidden, p.weight, p.bias});
  const auto wanted = torch::autograd::grad({expected}, {p.hidden, p.weight, p.bias});
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_LT((actual[i] - wanted[i]).norm().item<float>(), 1e-4 * wanted[i].norm().item<float>());
  }
}

TEST(SoftmaxPairLoss, IsTheSameByAnyNumberOfThreads) {
  const SoftmaxRows p = in_float32(rows_of(130, 4, 3000, 1));
  const SoftmaxRows q = in_float32(rows_of(130, 4, 3000, 4));
  std::vector<torch::Tensor> losses;
  for (const int threads : {1, 3}) {
    set_thread_count(threads);
    const auto loss = softmax_pair_loss(p, q, torch::ones({130}), weighted_cross_entropy);
    losses.push_back(torch::autograd::grad({loss}, {p.weight})[0]);
  }
  set_thread_count(0);
  EXPECT_TRUE(torch::equal(losses[0], losses[1]));
}

TEST(SoftmaxPairLoss, NumbersTheRowsThatItAsksFor) {
  const SoftmaxRows p = rows_of(4, 2, 3, 1);
  const auto targets = torch::tensor({2, 0, 1, 1}, torch::kInt64);
  const auto nll = [&](const torch::Tensor& log_p, const torch::Tensor&,
                       const torch::Tensor& rows) -> RowLosses {
    const auto target = targets.index_select(0, rows).unsqueeze(1);
    return {-log_p.gather(1, target).squeeze(1),
            torch::zeros_like(log_p).scatter_(1, target, -1.0)};
  };
  const auto weights = torch::tensor({1.0, 0.0, 3.0, 0.5}, torch::kFloat64);
  const auto loss = softmax_pair_loss(p, p, weights, nll);
  const auto expected =
      -(log_softmax(p).gather(1, targets.unsqueeze(1)).squeeze(1) * weights).sum();
  EXPECT_NEAR(loss.item<double>(), expected.item<double>(), 1e-12);
}

TEST(SoftmaxPairLoss, RefusesAGradientOfItsGradient) {
  const SoftmaxRows p = rows_of(2, 2, 3, 1);
  const auto loss = softmax_pair_loss(p, p, torch::ones({2}), weighted_cross_entropy);
  EXPECT_THROW(torch::autograd::grad({loss}, {p.hidden}, {}, true, true), std::logic_error);
}

}  // namespace
}  // namespace lingan::softmax_pair_loss_test
