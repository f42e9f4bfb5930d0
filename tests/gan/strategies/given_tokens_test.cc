#include <lingan/gan/strategies/given_tokens.h>

#include <gtest/gtest.h>

namespace lingan::given_tokens_test {
namespace {

TEST(GivenTokens, AreTakenPlaceByPlace) {
  const auto values = torch::arange(12, torch::kFloat32).view({2, 2, 3});
  const auto tokens = torch::tensor({{2, 0}, {1, 1}}, torch::kInt64);
  EXPECT_TRUE(
      torch::equal(of_given_tokens(values, tokens), torch::tensor({{2.0F, 3.0F}, {7.0F, 10.0F}})));
}

}  // namespace
}  // namespace lingan::given_tokens_test
