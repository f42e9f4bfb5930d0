#include <gtest/gtest.h>
#include <lingan/gan/objectives/wasserstein_gp.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::wasserstein_gp_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr RandomStream kNoise = {1, Purpose::kNoise, 0};

Sentences tokens_of(const std::vector<int64_t>& ids) {
  Sentences sentences;
  sentences.tokens = torch::tensor(ids).view({1, -1});
  return sentences;
}

TEST(WassersteinGp, HasItsHandComputedLosses) {
  const Losses l = losses_of("wasserstein-gp");
  EXPECT_NEAR(l.discriminator, -1.25 - 0.5, 1e-12);
  EXPECT_NEAR(l.generator, 1.25, 1e-12);
  expect_rewards(l, kFake);
}

TEST(GradientPenalty, MeasuresTheSlopeInOneHotSpace) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  const Sentences real = tokens_of({0, 1, 2});
  const Sentences fake = tokens_of({2, 0, 1});
  const double distance = make_objective("wasserstein-gp", with_penalty(0.0))
                              ->discriminator_loss(d, real, fake, kNoise)
                              .item<double>();
  const double whole = make_objective("wasserstein-gp", with_penalty(10.0))
                           ->discriminator_loss(d, real, fake, kNoise)
                           .item<double>();
  // The same interpolation point, written out as one-hot rows.
  const double alpha = kNoise.uniform(0, 0xFFFFFFFF);
  Sentences between;
  between.one_hot = alpha * torch::one_hot(real.tokens, 4).to(torch::kFloat64) +
                    (1 - alpha) * torch::one_hot(fake.tokens, 4).to(torch::kFloat64);
  between.one_hot.requires_grad_();
  d.logits(between).sum().backward();
  const double slope = between.one_hot.grad().norm().item<double>();
  EXPECT_NEAR(whole - distance, 10 * (slope - 1) * (slope - 1), 1e-9);
}

/// Sentences given as vectors are measured where D reads them.
TEST(GradientPenalty, MeasuresTheSlopeOfVectorsInTheirOwnSpace) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  torch::manual_seed(4);
  Sentences real, fake;
  real.vectors = torch::randn({1, 3, 3}, torch::kFloat64);
  fake.vectors = torch::randn({1, 3, 3}, torch::kFloat64);
  const auto loss = [&](double weight) {
    return make_objective("wasserstein-gp", with_penalty(weight))
        ->discriminator_loss(d, real, fake, kNoise)
        .item<double>();
  };
  const double alpha = kNoise.uniform(0, 0xFFFFFFFF);
  Sentences between;
  between.vectors = (alpha * real.vectors + (1 - alpha) * fake.vectors).requires_grad_();
  d.logits(between).sum().backward();
  const double slope = between.vectors.grad().norm().item<double>();
  EXPECT_NEAR(loss(10.0) - loss(0.0), 10 * (slope - 1) * (slope - 1), 1e-9);
}

}  // namespace
}  // namespace lingan::wasserstein_gp_test
