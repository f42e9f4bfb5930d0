#include <lingan/gan/strategies/frozen_weights.h>

#include <gtest/gtest.h>

#include <lingan/model/discriminators/code_discriminator.h>

namespace lingan::frozen_weights_test {
namespace {

TEST(FrozenWeights, LeaveTheGradientToTheInput) {
  CodeDiscriminator judge(2, 3, {3, Purpose::kInitialize, 0});
  judge.parameters()[0].set_requires_grad(false);  // by its owner: stays so
  const auto codes = torch::ones({4, 2}).requires_grad_();
  torch::Tensor output;
  {
    const FrozenWeights frozen(judge);
    output = judge.forward(codes).sum();
  }
  output.backward();
  EXPECT_TRUE(codes.grad().defined());
  for (const auto& weight : judge.parameters()) EXPECT_FALSE(weight.grad().defined());
  EXPECT_FALSE(judge.parameters()[0].requires_grad());
  EXPECT_TRUE(judge.parameters()[1].requires_grad());
}

}  // namespace
}  // namespace lingan::frozen_weights_test
