#include <lingan/gan/strategies/kl_loss.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/model/torch.h>

namespace lingan::kl_loss_test {
namespace {

/// e^C of ln 1.5 is between the bounds, that of 2 above and that of -3 below them:
/// -(1.5 * 0.405465 + 2 * 2 - 0.5 * 3) / 3, with the slopes -w / 3.
TEST(KlGeneratorLoss, WeighsByTheClippedRatio) {
  const auto outputs = torch::tensor({std::log(1.5), 2.0, -3.0}, torch::kFloat64).requires_grad_();
  const auto loss = kl_generator_loss(outputs);
  EXPECT_NEAR(loss.item<double>(), -1.0360658875, 1e-9);
  loss.backward();
  const auto slopes = torch::tensor({-0.5, -2.0 / 3, -1.0 / 6}, torch::kFloat64);
  EXPECT_TRUE(torch::allclose(outputs.grad(), slopes, 1e-12, 1e-12));
}

/// Real samples of N(0, 1) and made ones of N(m, 1): the best judge has C(x) = ln(real / made) =
/// m^2 / 2 - m x, and KL(real || made) = m^2 / 2 the slope m. Of the samples' quantiles.
TEST(KlGeneratorLoss, HasTheSlopeOfTheDivergenceAtTheBestDiscriminator) {
  constexpr double kMean = 0.1;
  const auto probabilities = (torch::arange(100000, torch::kFloat64) + 0.5) / 100000;
  const auto noise = std::sqrt(2.0) * torch::erfinv(2 * probabilities - 1);
  const auto mean = torch::full({}, kMean, torch::kFloat64).requires_grad_();
  const auto samples = mean + noise;
  kl_generator_loss(kMean * kMean / 2 - kMean * samples).backward();
  EXPECT_NEAR(mean.grad().item<double>(), kMean, 1e-5);
}

/// ln 2 each where the judge knows nothing; softplus(-1) + softplus(-2).
TEST(DensityRatioLoss, IsTheCrossEntropyOfBoth) {
  const auto at = [](double value) { return torch::full({4}, value, torch::kFloat64); };
  EXPECT_NEAR(density_ratio_loss(at(0), at(0)).item<double>(), 2 * std::log(2.0), 1e-12);
  EXPECT_NEAR(density_ratio_loss(at(1), at(-2)).item<double>(),
              std::log1p(std::exp(-1.0)) + std::log1p(std::exp(-2.0)), 1e-12);
}

}  // namespace
}  // namespace lingan::kl_loss_test
