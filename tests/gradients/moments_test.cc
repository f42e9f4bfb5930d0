#include <lingan/gradients/moments.h>

#include <gtest/gtest.h>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::moments_test {
namespace {

using namespace testing;

double norm(const GradientTable& table) {
  double squares = 0;
  for (const double entry : exact_gradient(table)) squares += entry * entry;
  return std::sqrt(squares);
}

TEST(Moments, OfTheExactGradientAreThoseThatWereComputedElsewhere) {
  EXPECT_NEAR(exact_gradient(three_bits(0))[1], -0.045, 1e-15);
  EXPECT_NEAR(exact_gradient(three_bits(-4))[1], -0.003179287118, 5e-13);
  EXPECT_NEAR(norm(sine_policy(false)), 0.0714344800692094, 1e-15);
  EXPECT_NEAR(norm(sine_policy(true)), .0065677466, 5e-11);
  const auto gradient = exact_gradient(sine_policy(false));
  EXPECT_NEAR(gradient[0], .03840506, 5e-9);
  EXPECT_NEAR(gradient[1], -.01445585, 5e-9);
  EXPECT_NEAR(gradient[2], -.02394921, 5e-9);
}

TEST(Moments, OfTheExactGradientAreFiniteDifferencesOfTheExpectedReward) {
  for (const bool shared : {false, true}) {
    const GradientTable table = uneven(shared);
    const auto gradient = exact_gradient(table);
    for (size_t i = 0; i < gradient.size(); ++i) {
      const auto expected_reward = [&](double step) {
        TableContent content{
            .vocabulary = 3, .length = 2, .shared = shared, .logits = {}, .rewards = {}};
        content.logits.assign(table.logits().begin(), table.logits().end());
        content.rewards.assign(table.rewards().begin(), table.rewards().end());
        content.logits[i] += step;
        return GradientTable(content).value(0);
      };
      EXPECT_NEAR(gradient[i], (expected_reward(1e-4) - expected_reward(-1e-4)) / 2e-4, 1e-8);
    }
  }
}

/// Both ways of enumerating, the one over dense estimates being the definition.
TEST(Moments, OfSequencesAreThoseOfTheirDenseEstimates) {
  for (const bool shared : {false, true}) {
    const GradientTable table = uneven(shared);
    const auto weight = [](const Sequence& x, size_t t) {
      return x.reward * (1 + static_cast<double>(t)) - .3;
    };
    const Moments sparse = enumerate(table, [&](const Sequence& x, SequenceEstimate& estimate) {
      for (size_t t = 0; t < 2; ++t) estimate.set_score(table, x, t, {.mean = weight(x, t)});
    });
    const Moments dense = enumerate(table, [&](const Visit& visit) {
      for_each_sequence(table, [&](const Sequence& x) {
        std::vector<double> estimate(static_cast<size_t>(table.rows()) * 3);
        for (size_t t = 0; t < 2; ++t) {
          const auto first = static_cast<size_t>(table.row_of(x.prefixes[t])) * 3;
          estimate[first + static_cast<size_t>(x.tokens[t])] += weight(x, t);
          for (size_t token = 0; token < 3; ++token) {
            estimate[first + token] -= weight(x, t) * table.policy(x.prefixes[t])[token];
          }
        }
        visit(x.probability, estimate);
      });
    });
    ASSERT_EQ(sparse.mean.size(), dense.mean.size());
    for (size_t i = 0; i < dense.mean.size(); ++i) {
      EXPECT_NEAR(sparse.mean[i], dense.mean[i], 1e-15);
    }
    ASSERT_EQ(sparse.variances.size(), shared ? 1U : 2U);
    for (size_t i = 0; i < dense.variances.size(); ++i) {
      EXPECT_NEAR(sparse.variances[i], dense.variances[i], 1e-14);
    }
  }
}

TEST(Moments, HaveTheVarianceOfAWeightTimesTheSquaredScore) {
  const GradientTable table = uneven(false);
  const Moments moments = enumerate(table, [&](const Sequence& x, SequenceEstimate& estimate) {
    estimate.set_score(table, x, 1, {.variance = 2.5});
  });
  double expected = 0;
  for_each_sequence(table, [&](const Sequence& x) {
    double squares = 0;
    for (size_t token = 0; token < 3; ++token) {
      const double hit = static_cast<int64_t>(token) == x.tokens[1] ? 1 : 0;
      squares += std::pow(hit - table.policy(x.prefixes[1])[token], 2);
    }
    expected += x.probability * 2.5 * squares;
  });
  EXPECT_EQ(moments.variances[0], 0.0);
  EXPECT_NEAR(moments.variances[1], expected, 1e-15);
}

TEST(Moments, SplitAGradientsNormByPosition) {
  const GradientTable table = uneven(false);
  std::vector<double> gradient(12, 0.0);
  gradient[2] = 3;
  gradient[3] = 1;
  gradient[11] = 2;
  EXPECT_EQ(squared_norms(table, gradient), (std::vector<double>{9, 5}));
}

}  // namespace
}  // namespace lingan::gradients::moments_test
