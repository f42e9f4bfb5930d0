/// Baselines on a policy whose 27 sequences can be enumerated: expected gradients and variances are
/// exact sums. The values were computed beforehand from the definitions by another program.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/rollout_rewards.h>

namespace lingan::baseline_enumeration_test {
namespace {

constexpr int kTokens = 3, kLength = 3, kContexts = 13, kSequences = 27;
using Gradient = std::array<double, kContexts * kTokens>;

/// A token for each of three positions; logits theta[h][c] = sin(7 h + 3 c + 1) of the context h,
/// which numbers the prefixes breadth-first.
struct Sequence {
  std::array<int, kLength> tokens;
  std::array<int, kLength> contexts;

  explicit Sequence(int number)
      : tokens{number / 9, number / 3 % 3, number % 3},
        contexts{0, 1 + tokens[0], 4 + 3 * tokens[0] + tokens[1]} {}
};

double probability(int context, int token) {
  double sum = 0;
  for (int c = 0; c < kTokens; ++c) sum += std::exp(std::sin(7 * context + 3 * c + 1));
  return std::exp(std::sin(7 * context + 3 * token + 1)) / sum;
}

double probability(const Sequence& x) {
  double product = 1;
  for (int t = 0; t < kLength; ++t) product *= probability(x.contexts[t], x.tokens[t]);
  return product;
}

using Reward = std::function<double(const Sequence&)>;

/// sigma(2 m - 3), m tokens being at the place of their number.
double soft_reward(const Sequence& x) {
  int m = 0;
  for (int t = 0; t < kLength; ++t) m += x.tokens[t] == t;
  return 1 / (1 + std::exp(3 - 2 * m));
}

/// 1 for one sequence.
double sharp_reward(const Sequence& x) {
  return x.tokens == std::array<int, kLength>{0, 1, 2} ? 1 : 0;
}

/// E[R | x_1..x_t].
double worth(const Reward& reward, const Sequence& x, int t) {
  double sum = 0, mass = 0;
  for (int number = 0; number < kSequences; ++number) {
    const Sequence other(number);
    if (!std::equal(x.tokens.begin(), x.tokens.begin() + t, other.tokens.begin())) continue;
    sum += probability(other) * reward(other);
    mass += probability(other);
  }
  return sum / mass;
}

/// sum_t advantage_t grad ln pi(x_t | x_<t).
Gradient score(const Sequence& x, const torch::Tensor& advantage) {
  Gradient gradient{};
  for (int t = 0; t < kLength; ++t) {
    for (int c = 0; c < kTokens; ++c) {
      const double slope = (c == x.tokens[t]) - probability(x.contexts[t], c);
      gradient[x.contexts[t] * kTokens + c] += advantage[t].item<double>() * slope;
    }
  }
  return gradient;
}

/// Mean of an estimator and the sum over coordinates of its variance.
struct Moments {
  Gradient mean{};
  double square = 0;

  void add(double mass, const Gradient& gradient) {
    for (size_t i = 0; i < gradient.size(); ++i) {
      mean[i] += mass * gradient[i];
      square += mass * gradient[i] * gradient[i];
    }
  }
  double norm() const {
    double sum = 0;
    for (const double value : mean) sum += value * value;
    return std::sqrt(sum);
  }
  double variance() const { return square - norm() * norm(); }
};

/// Q(t) of sequences, [n, 3].
torch::Tensor rewards_of(const std::vector<Sequence>& rows, const Reward& reward, bool exact) {
  const auto rewards = torch::empty({static_cast<int64_t>(rows.size()), kLength}, torch::kFloat64);
  for (size_t row = 0; row < rows.size(); ++row) {
    for (int t = 0; t < kLength; ++t) {
      rewards[row][t] = exact ? worth(reward, rows[row], t + 1) : reward(rows[row]);
    }
  }
  return rewards;
}

/// Over all pairs of sequences as a batch.
Moments of_pairs(const std::string& baseline, const Reward& reward, bool exact) {
  Moments moments;
  for (int pair = 0; pair < kSequences * kSequences; ++pair) {
    const std::vector<Sequence> rows = {Sequence(pair / kSequences), Sequence(pair % kSequences)};
    const auto rewards = rewards_of(rows, reward, exact);
    const auto value =
        make_baseline(baseline, 0.9)->value({rewards, torch::ones_like(rewards), [] {
                                               return torch::full({1}, 0.7, torch::kFloat64);
                                             }});
    const auto advantage = (rewards - value) / 2;
    Gradient gradient = score(rows[0], advantage[0]);
    const Gradient other = score(rows[1], advantage[1]);
    for (size_t i = 0; i < gradient.size(); ++i) gradient[i] += other[i];
    moments.add(probability(rows[0]) * probability(rows[1]), gradient);
  }
  return moments;
}

TEST(Baselines, LeaveTheExpectedGradientAsItIs) {
  const double exact = 0.0714344800692094;
  for (const char* baseline : {"none", "moving-average", "leave-one-out", "self-critical"}) {
    const Moments moments = of_pairs(baseline, soft_reward, false);
    EXPECT_NEAR(moments.norm(), exact, 1e-12) << baseline;
    EXPECT_NEAR(moments.mean[0], 0.03840506, 1e-8) << baseline;
    EXPECT_NEAR(moments.mean[1], -0.01445585, 1e-8) << baseline;
  }
  EXPECT_NEAR(of_pairs("prefix", soft_reward, true).norm(), exact, 1e-12);
  EXPECT_NEAR(of_pairs("batch-mean", soft_reward, false).norm(), exact / 2, 1e-12);
}

/// Times two, as the variance of one sequence's share.
TEST(Baselines, HaveTheVarianceThatWasComputedBeforehand) {
  EXPECT_NEAR(2 * of_pairs("none", soft_reward, false).variance(), 0.2486053201, 1e-10);
  EXPECT_NEAR(2 * of_pairs("leave-one-out", soft_reward, false).variance(), 0.1781885, 1e-7);
  EXPECT_NEAR(2 * of_pairs("none", soft_reward, true).variance(), 0.2106216819, 1e-10);
  EXPECT_NEAR(2 * of_pairs("none", sharp_reward, false).variance(), 0.0115892306, 1e-10);
  EXPECT_NEAR(2 * of_pairs("leave-one-out", sharp_reward, false).variance(), 0.0179438, 1e-7);
}

/// Q(t) - Q(t - 1), the exact advantage, where the first token's is J.
TEST(BeforeTheToken, OfExactRewardsLeavesTheExactAdvantage) {
  const std::vector<std::pair<Reward, double>> cases = {{soft_reward, 0.0349360051},
                                                        {sharp_reward, 0.0045778989}};
  for (const auto& [reward, variance] : cases) {
    Moments moments;
    for (int number = 0; number < kSequences; ++number) {
      const Sequence x(number);
      const auto rewards = rewards_of({x}, reward, true);
      const auto first = torch::full({1, 1}, worth(reward, x, 0), torch::kFloat64);
      const auto advantage = rewards - before_the_token(rewards, first);
      moments.add(probability(x), score(x, advantage[0]));
    }
    EXPECT_NEAR(moments.variance(), variance, 1e-10);
  }
}

}  // namespace
}  // namespace lingan::baseline_enumeration_test
