#include <lingan/model/sentences/latent_code.h>

#include <gtest/gtest.h>

namespace lingan::latent_code_test {
namespace {

constexpr RandomStream kStream = {5, Purpose::kSample, 2};

TEST(LatentCode, IsStandardNormal) {
  const auto codes = latent_codes(kStream, 0, 20000, 3).to(torch::kFloat64);
  EXPECT_LT(codes.mean(0).abs().max().item<double>(), 4 / std::sqrt(20000.0));
  EXPECT_LT((codes.var(0) - 1).abs().max().item<double>(), 4 * std::sqrt(2 / 20000.0));
  EXPECT_LT(torch::corrcoef(codes.t()).triu(1).abs().max().item<double>(), 4 / std::sqrt(20000.0));
  // The share within one deviation, and beyond three.
  EXPECT_NEAR((codes.abs() < 1).to(torch::kFloat64).mean().item<double>(), .6827, .008);
  EXPECT_NEAR((codes.abs() > 3).to(torch::kFloat64).mean().item<double>(), .0027, .001);
}

TEST(LatentCode, HasEvenAndIndependentBitsWhereItIsBinary) {
  const auto codes = binary_codes(kStream, 0, 20000, 3).to(torch::kFloat64);
  EXPECT_TRUE(torch::equal(codes.abs(), torch::ones_like(codes)));
  EXPECT_LT(codes.mean(0).abs().max().item<double>(), 4 / std::sqrt(20000.0));
  EXPECT_LT(torch::corrcoef(codes.t()).triu(1).abs().max().item<double>(), 4 / std::sqrt(20000.0));
  EXPECT_TRUE(
      torch::equal(binary_codes(kStream, 7, 5, 3).to(torch::kFloat64), codes.narrow(0, 7, 5)));
  const auto numbers = torch::tensor({-0.5, 0.0, 2.0});
  EXPECT_TRUE(torch::equal(bits_of(numbers), torch::tensor({-1.0, 1.0, 1.0})));
}

TEST(LatentCode, DependsOnTheRowsNumberAlone) {
  const auto all = latent_codes(kStream, 0, 12, 4);
  EXPECT_TRUE(torch::equal(all.narrow(0, 7, 5), latent_codes(kStream, 7, 5, 4)));
  EXPECT_TRUE(torch::equal(all.narrow(1, 0, 2), latent_codes(kStream, 0, 12, 2)));
  EXPECT_FALSE(torch::equal(all, latent_codes({6, Purpose::kSample, 2}, 0, 12, 4)));
}

}  // namespace
}  // namespace lingan::latent_code_test
