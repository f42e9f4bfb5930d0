#include <lingan/model/discriminators/code_discriminator.h>

#include <gtest/gtest.h>

namespace lingan::code_discriminator_test {
namespace {

TEST(CodeDiscriminator, JudgesEachCodeByItsPerceptron) {
  const CodeDiscriminator judge(2, 3, {5, Purpose::kInitialize, 1});
  const auto codes = torch::tensor({{1.0F, -2.0F}, {0.5F, 3.0F}});
  const auto weights = judge.named_parameters();
  const auto layer = [&](const torch::Tensor& x, const std::string& name) {
    return x.matmul(weights[name + "_weight"].t()) + weights[name + "_bias"];
  };
  const auto leaky = [](const torch::Tensor& x) { return torch::maximum(x, 0.2 * x); };
  const auto expected = layer(leaky(layer(leaky(layer(codes, "first")), "second")), "last");
  EXPECT_TRUE(torch::allclose(judge.forward(codes), expected.squeeze(1), 1e-5, 1e-6));
}

}  // namespace
}  // namespace lingan::code_discriminator_test
