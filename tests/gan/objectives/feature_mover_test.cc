#include <lingan/gan/objectives/feature_mover.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <lingan/gan/objectives/objective.h>

#include "tests/gan/toy.h"

namespace lingan::feature_mover_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr RandomStream kNoise = {1, Purpose::kNoise, 0};

Sentences tokens_of(std::vector<int64_t> ids) {
  Sentences sentences;
  sentences.tokens = torch::tensor(ids).view({-1, 3});
  return sentences;
}

const auto kReal = [] { return tokens_of({0, 1, 2, 3, 3, 1, 2, 2, 0, 1, 3, 0, 3, 0, 0}); };
const auto kFake = [] { return tokens_of({2, 0, 1, 1, 2, 0, 3, 3, 3, 0, 0, 1, 2, 3, 2}); };

/// The costs of the definition, [n][m].
std::vector<std::vector<double>> costs(Discriminator& d, const Sentences& from,
                                       const Sentences& to) {
  const torch::NoGradGuard no_gradient;
  const auto a = d.features(from), b = d.features(to);
  std::vector<std::vector<double>> all;
  for (int64_t i = 0; i < a.size(0); ++i) {
    all.emplace_back();
    for (int64_t j = 0; j < b.size(0); ++j) {
      const double cosine = (a[i].dot(b[j]) / (a[i].norm() * b[j].norm())).item<double>();
      all.back().push_back(1 - cosine);
    }
  }
  return all;
}

/// Of as many sentences as there are real ones some best plan moves each to one of them (Birkhoff):
/// the cheapest of all permutations.
double cheapest(const std::vector<std::vector<double>>& cost) {
  std::vector<size_t> order(cost.size());
  std::iota(order.begin(), order.end(), 0);
  double best = std::numeric_limits<double>::infinity();
  do {
    double sum = 0;
    for (size_t i = 0; i < order.size(); ++i) sum += cost[i][order[i]];
    best = std::min(best, sum / static_cast<double>(order.size()));
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

class FeatureMoverOfToys : public ::testing::Test {
 protected:
  FeatureMoverOfToys() { d_.to(torch::kFloat64); }

  static std::unique_ptr<Objective> objective(double proximity, int64_t steps) {
    OptionSet options;
    options.get<FeatureMoverOptions>() = {.proximity = proximity, .steps = steps};
    return make_objective("feature-mover", options);
  }
  double distance(const Objective& objective, const Sentences& real, const Sentences& fake) {
    return objective.generator_loss(d_, real, fake).item<double>();
  }

  ToyDiscriminator d_{4, 3};
};

TEST_F(FeatureMoverOfToys, IsTheCostOfTheCheapestPlan) {
  const double expected = cheapest(costs(d_, kFake(), kReal()));
  const auto close = objective(0.05, 5000);
  EXPECT_NEAR(distance(*close, kReal(), kFake()), expected, 1e-4);
  EXPECT_NEAR(close->discriminator_loss(d_, kReal(), kFake(), kNoise).item<double>(), -expected,
              1e-4);
  // A plan of few steps costs more.
  EXPECT_GT(distance(*objective(1, 2), kReal(), kFake()), expected + 1e-3);
}

/// At the best plan, which is a constant of the loss, its slope is that of the cheapest cost.
TEST_F(FeatureMoverOfToys, HasTheSlopeOfTheCheapestPlan) {
  d_.zero_grad();
  objective(0.05, 5000)->discriminator_loss(d_, kReal(), kFake(), kNoise).backward();
  double largest = 0;
  for (const auto& weight : d_.parameters()) {
    if (!weight.grad().defined()) continue;
    const auto flat = weight.detach().view({-1}), gradient = weight.grad().view({-1});
    for (int64_t index = 0; index < flat.numel(); ++index) {
      constexpr double kStep = 1e-5;
      const auto cost_at = [&](double change) {
        const torch::NoGradGuard no_gradient;
        flat[index] += change;
        const double cost = cheapest(costs(d_, kFake(), kReal()));
        flat[index] -= change;
        return cost;
      };
      const double slope = (cost_at(-kStep) - cost_at(kStep)) / (2 * kStep);
      EXPECT_NEAR(gradient[index].item<double>(), slope, 1e-3);
      largest = std::max(largest, std::abs(slope));
    }
  }
  EXPECT_GT(largest, 0.05);
}

TEST_F(FeatureMoverOfToys, IsNothingBetweenEqualSentencesInAnyOrder) {
  const auto turned = tokens_of({3, 0, 0, 1, 3, 0, 0, 1, 2, 3, 3, 1, 2, 2, 0});
  EXPECT_NEAR(distance(*objective(0.05, 2000), kReal(), turned), 0, 1e-3);
}

/// One step of the method by hand: two points each, costs C = [[a, b], [c, d]].
TEST_F(FeatureMoverOfToys, TakesTheStepsOfTheAlgorithm) {
  const auto real = tokens_of({0, 1, 2, 3, 3, 1}), fake = tokens_of({2, 0, 1, 1, 2, 0});
  const auto cost = costs(d_, fake, real);
  double kernel[2][2], of_fake[2], of_real[2], expected = 0;
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) kernel[i][j] = std::exp(-cost[i][j] / 0.7);
  }
  for (int i = 0; i < 2; ++i) of_fake[i] = 1 / (2 * (kernel[i][0] + kernel[i][1]) * 0.5);
  for (int j = 0; j < 2; ++j) {
    of_real[j] = 1 / (2 * (kernel[0][j] * of_fake[0] + kernel[1][j] * of_fake[1]));
  }
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) expected += of_fake[i] * kernel[i][j] * of_real[j] * cost[i][j];
  }
  EXPECT_NEAR(distance(*objective(0.7, 1), real, fake), expected, 1e-12);
}

/// Rewards are minus a slope of the distance, which is convex in the fakes: whatever the others, it
/// falls no more than the mean reward rises.
TEST_F(FeatureMoverOfToys, RewardsByASlopeOfTheDistance) {
  const SentenceValue reward = objective(0.05, 5000)->reward(d_, kReal(), [] { return kFake(); });
  ASSERT_TRUE(reward.by_features);
  const auto mean_reward = [&](const Sentences& sentences) {
    return reward(d_.features(sentences)).mean().item<double>();
  };
  const double distance = cheapest(costs(d_, kFake(), kReal())), rewarded = mean_reward(kFake());
  double largest_rise = 0;
  for (int64_t row = 0; row < 5; ++row) {
    for (int64_t real = 0; real < 5; ++real) {
      Sentences others = kFake();
      others.tokens[row] = kReal().tokens[real];
      const double fall = distance - cheapest(costs(d_, others, kReal()));
      EXPECT_LE(fall, mean_reward(others) - rewarded + 1e-4);
      largest_rise = std::max(largest_rise, mean_reward(others) - rewarded);
    }
  }
  EXPECT_GT(largest_rise, 0.01);
  EXPECT_LE(distance, mean_reward(kReal()) - rewarded + 1e-4);
}

TEST_F(FeatureMoverOfToys, JudgesByTheNearestRealSentence) {
  const auto judged = objective(1, 40)->judgement(d_, kReal())(d_.features(kFake()));
  const auto cost = costs(d_, kFake(), kReal());
  for (size_t i = 0; i < cost.size(); ++i) {
    EXPECT_NEAR(judged[static_cast<int64_t>(i)].item<double>(),
                -*std::min_element(cost[i].begin(), cost[i].end()), 1e-9);
  }
}

}  // namespace
}  // namespace lingan::feature_mover_test
