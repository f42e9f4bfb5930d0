#include <lingan/gan/objectives/ranking.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective.h>

#include "tests/gan/toy.h"

namespace lingan::ranking_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr double kGamma = 3;
using Row = std::vector<double>;

Sentences tokens_of(std::vector<int64_t> ids) {
  Sentences sentences;
  sentences.tokens = torch::tensor(ids).view({-1, 3});
  return sentences;
}

const auto kReal = [] { return tokens_of({0, 1, 2, 3, 3, 1, 2, 2, 0, 1, 3, 0, 3, 0, 0}); };
const auto kFake = [] { return tokens_of({2, 0, 1, 1, 2, 0, 3, 3, 3}); };

/// D's features as numbers.
std::vector<Row> rows_of_features(Discriminator& d, const Sentences& sentences) {
  const torch::NoGradGuard no_gradient;
  const auto features = d.features(sentences).to(torch::kFloat64).contiguous();
  std::vector<Row> rows;
  for (int64_t row = 0; row < features.size(0); ++row) {
    const double* first = features.data_ptr<double>() + row * features.size(1);
    rows.emplace_back(first, first + features.size(1));
  }
  return rows;
}

double cosine(const Row& a, const Row& b) {
  double product = 0, of_a = 0, of_b = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    product += a[i] * b[i];
    of_a += a[i] * a[i];
    of_b += b[i] * b[i];
  }
  return product / std::sqrt(of_a * of_b);
}

/// ln of the paper's R(s | U, C), C taken with s.
double log_rank(const Row& s, const std::vector<Row>& references, const std::vector<Row>& others) {
  double sum = 0;
  for (const Row& u : references) {
    const double own = std::exp(kGamma * cosine(s, u));
    double all = own;
    for (const Row& other : others) all += std::exp(kGamma * cosine(other, u));
    sum += own / all;
  }
  return std::log(sum / static_cast<double>(references.size()));
}

class RankingOfToys : public ::testing::Test {
 protected:
  RankingOfToys() {
    d_.to(torch::kFloat64);
    const auto real = rows_of_features(d_, kReal());  // 5: two references, three to rank
    references_ = {real.begin(), real.begin() + 2};
    others_ = {real.begin() + 2, real.end()};
    fakes_ = rows_of_features(d_, kFake());
    OptionSet options;
    options.get<RankingOptions>().gamma = kGamma;
    objective_ = make_objective("ranking", options);
  }

  double mean_of_fakes() const {
    double sum = 0;
    for (const Row& fake : fakes_) sum += log_rank(fake, references_, others_);
    return sum / static_cast<double>(fakes_.size());
  }

  ToyDiscriminator d_{4, 3};
  std::unique_ptr<Objective> objective_;
  std::vector<Row> references_, others_, fakes_;
};

TEST_F(RankingOfToys, HasTheLossesOfThePaper) {
  double of_real = 0;
  for (const Row& real : others_) of_real += log_rank(real, references_, fakes_) / 3;
  const auto d_loss = objective_->discriminator_loss(d_, kReal(), kFake(), {1, Purpose::kNoise, 0});
  EXPECT_NEAR(d_loss.item<double>(), mean_of_fakes() - of_real, 1e-9);
  EXPECT_NEAR(objective_->generator_loss(d_, kReal(), kFake()).item<double>(), -mean_of_fakes(),
              1e-9);
}

TEST_F(RankingOfToys, RewardsByTheLogOfTheRank) {
  const SentenceValue reward = objective_->reward(d_, kReal(), {});
  ASSERT_TRUE(reward.by_features);
  const auto rewards = reward(d_.features(kFake()));
  for (size_t i = 0; i < fakes_.size(); ++i) {
    EXPECT_NEAR(rewards[static_cast<int64_t>(i)].item<double>(),
                log_rank(fakes_[i], references_, others_), 1e-9);
  }
}

/// What it compares with is that of the step's beginning.
TEST_F(RankingOfToys, RewardsByTheFeaturesThatTheReferencesHad) {
  const SentenceValue reward = objective_->reward(d_, kReal(), {});
  const auto features = d_.features(kFake()).detach();
  const auto before = reward(features).clone();
  {
    const torch::NoGradGuard no_gradient;
    for (auto& weight : d_.parameters()) weight.mul_(-2);
  }
  EXPECT_TRUE(torch::equal(reward(features), before));
}

TEST_F(RankingOfToys, TeachesTheDiscriminatorToRankRealSentencesAboveFakeOnes) {
  const auto judged = [&](const Sentences& sentences) {
    return objective_->judgement(d_, kReal())(d_.features(sentences)).mean().item<double>();
  };
  const double before = judged(kReal()) - judged(kFake());
  Optimizer optimizer(d_, OptimizerOptions{.learning_rate = 0.02});
  for (int step = 0; step < 100; ++step) {
    optimizer.zero_grad();
    objective_->discriminator_loss(d_, kReal(), kFake(), {1, Purpose::kNoise, 0}).backward();
    optimizer.step(0);
  }
  EXPECT_GT(judged(kReal()) - judged(kFake()), before + 0.3);
}

TEST_F(RankingOfToys, RefusesALoneRealSentence) {
  EXPECT_THROW(objective_->generator_loss(d_, tokens_of({0, 1, 2}), kFake()), UsageError);
}

}  // namespace
}  // namespace lingan::ranking_test
