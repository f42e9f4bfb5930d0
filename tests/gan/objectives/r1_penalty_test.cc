#include <lingan/gan/objectives/r1_penalty.h>

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include <lingan/model/sentences/sentences.h>

#include "tests/gan/toy.h"
#include "tests/model/finite_differences.h"

namespace lingan::r1_penalty_test {
namespace {

using testing::ToyDiscriminator;

Sentences two_sentences() {
  Sentences sentences;
  sentences.tokens = torch::tensor({{0, 1, 2}, {3, 3, 1}}, torch::kInt64);
  return sentences;
}

/// C(x) = w x of sentences of one token, whose vectors are rows of a table E.
class Linear : public Discriminator {
 public:
  Linear(torch::Tensor table, torch::Tensor weight)
      : table_(register_parameter("table", std::move(table))),
        weight_(register_parameter("weight", std::move(weight))) {}
  torch::Tensor features(const Sentences& s) override { return to_vectors(s, table_).flatten(1); }
  torch::Tensor logits(const Sentences& s) override { return features(s).mv(weight_); }
  torch::Tensor embeddings() const override { return table_; }
  torch::Tensor penalty() const override { return torch::zeros({}, torch::kFloat64); }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  torch::Tensor table_, weight_;
  DiscriminatorOptions options_;
};

// E w = (1 * 3 + 2 * 1, 0 * 3 - 1 * 1) = (5, -1), whose square is 26; |w|^2 = 10.
TEST(R1Penalty, HasItsHandComputedValues) {
  Linear d(torch::tensor({{1.0, 2.0}, {0.0, -1.0}}, torch::kFloat64),
           torch::tensor({3.0, 1.0}, torch::kFloat64));
  Sentences real;
  real.tokens = torch::tensor({{0}, {1}}, torch::kInt64);
  EXPECT_NEAR(r1_penalty(d, real, 0.5, false).item<double>(), 0.5 / 2 * 26, 1e-12);
  EXPECT_NEAR(r1_penalty(d, real, 0.5, true).item<double>(), 0.5 / 2 * 10, 1e-12);
}

TEST(R1Penalty, IsHalfTheMeanSquaredSlopeInOneHotSpace) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  Sentences rows;
  rows.one_hot = torch::one_hot(two_sentences().tokens, 4).to(torch::kFloat64).requires_grad_();
  d.logits(rows).sum().backward();
  const double squares = rows.one_hot.grad().square().sum().item<double>();
  EXPECT_NEAR(r1_penalty(d, two_sentences(), 10.0, false).item<double>(), 10 * squares / 2 / 2,
              1e-9);
}

TEST(R1Penalty, IsDifferentiableInDsWeights) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  for (const bool embedded : {false, true}) {
    const auto penalty = [&](const auto&) { return r1_penalty(d, two_sentences(), 3.0, embedded); };
    expect_gradient(penalty, {d.named_parameters()["hidden"], d.named_parameters()["output"]});
  }
}

/// The Dirac-GAN of the paper: D is C(x) = psi x, all real sentences are at 0 and all fake ones at
/// theta, and both minimize the non-saturating loss.
double distance_after(int steps, double gamma) {
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  Linear d(torch::zeros({1, 1}, torch::kFloat64), torch::ones({1}, torch::kFloat64));
  torch::Tensor weight = d.named_parameters()["weight"];
  Sentences real;
  real.tokens = torch::zeros({1, 1}, torch::kInt64);
  double theta = 1.0;
  constexpr double kRate = 0.1;
  for (int i = 0; i < steps; ++i) {
    const double psi = weight.item<double>();
    d.zero_grad();
    r1_penalty(d, real, gamma, true).backward();
    const torch::NoGradGuard no_gradient;
    weight -= kRate * (weight.grad() + sigmoid(psi * theta) * theta);
    theta += kRate * sigmoid(-psi * theta) * psi;
  }
  return std::hypot(theta, weight.item<double>());
}

/// Its steps circle around the equilibrium, and with the penalty go there.
TEST(R1Penalty, LeadsTheDiracGanToItsEquilibrium) {
  EXPECT_GT(distance_after(1000, 0.0), 0.1);
  EXPECT_LT(distance_after(1000, 1.0), 1e-9);
}

}  // namespace
}  // namespace lingan::r1_penalty_test
