#include <lingan/model/sentences/code_proposal.h>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include <lingan/model/sentences/latent_code.h>

namespace lingan::code_proposal_test {
namespace {

constexpr double kMeans[] = {-1.5, 2.0}, kVariances[] = {0.04, 0.5};

/// The prior and the posteriors N(-1.5, 0.04) and N(2, 0.5).
CodeProposal proposal() {
  const auto column = [](const double* numbers) {
    return torch::tensor(std::vector<double>(numbers, numbers + 2), torch::kFloat64).unsqueeze(1);
  };
  return CodeProposal({.mean = column(kMeans), .log_variance = column(kVariances).log()});
}

double normal(double z, double mean, double variance) {
  return std::exp(-(z - mean) * (z - mean) / (2 * variance)) /
         std::sqrt(2 * std::numbers::pi * variance);
}

TEST(CodeProposal, HasTheDensityOfAMixture) {
  const std::vector<double> codes = {-3.0, -1.5, 0.0, 0.7, 2.0, 4.5};
  const auto ratios =
      proposal().log_density_ratio(torch::tensor(codes, torch::kFloat64).unsqueeze(1));
  for (size_t i = 0; i < codes.size(); ++i) {
    const double prior = normal(codes[i], 0, 1);
    double mixture = 0.25 * prior;
    for (const int m : {0, 1}) mixture += 0.375 * normal(codes[i], kMeans[m], kVariances[m]);
    EXPECT_NEAR(ratios[static_cast<int64_t>(i)].item<double>(), std::log(prior / mixture), 1e-12);
  }
}

TEST(CodeProposal, GivesNoCodeMoreThanThePriorsShareAllows) {
  const auto far = torch::tensor({-300.0, -8.0, 60.0}).unsqueeze(1).to(torch::kFloat64);
  EXPECT_LE(proposal().log_density_ratio(far).max().item<double>(), std::log(4.0));
}

/// Weighted by p(z) / q(z), what is drawn has the moments of the prior.
TEST(CodeProposal, DrawsByItsDensity) {
  constexpr int64_t kRows = 200000;
  constexpr RandomStream kStream = {5, Purpose::kEvaluate, 0};
  const auto noise = latent_codes(kStream, 0, kRows, 1).to(torch::kFloat64);
  std::vector<double> components;
  for (uint64_t row = 0; row < kRows; ++row) components.push_back(kStream.uniform(row, 0));
  const auto codes = proposal().codes(noise, components);
  EXPECT_NEAR(codes.mean().item<double>(), 0.375 * (2.0 - 1.5), 0.01);
  const auto weights = proposal().log_density_ratio(codes).exp();
  const auto moment = [&](int power) {
    return (weights * codes.squeeze(1).pow(power)).mean().item<double>();
  };
  EXPECT_NEAR(moment(0), 1, 0.01);
  EXPECT_NEAR(moment(1), 0, 0.01);
  EXPECT_NEAR(moment(2), 1, 0.02);
  EXPECT_NEAR(moment(4), 3, 0.1);
}

TEST(CodeProposal, IsThePriorByItself) {
  const auto noise = torch::randn({3, 2});
  const CodeProposal prior;
  EXPECT_TRUE(torch::equal(prior.codes(noise, std::vector<double>{0.1, 0.5, 0.9}), noise));
  EXPECT_TRUE(torch::equal(prior.log_density_ratio(noise), torch::zeros({3})));
}

}  // namespace
}  // namespace lingan::code_proposal_test
