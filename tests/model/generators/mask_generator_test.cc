#include <lingan/model/generators/mask_generator.h>

#include <gtest/gtest.h>

namespace lingan::mask_generator_test {
namespace {

/// By plain arithmetic of three layers.
TEST(MaskGenerator, IsAPerceptronOverNoise) {
  const MaskGenerator masks({.noise_width = 3, .width = 7, .length = 5},
                            {1, Purpose::kInitialize, 0});
  const torch::NoGradGuard no_gradient;
  const auto weights = masks.named_parameters();
  torch::Tensor values = torch::linspace(-2, 2, 12).view({4, 3});
  const torch::Tensor logits = masks.forward(values);
  for (const std::string layer : {"first", "second", "last"}) {
    values = values.matmul(weights[layer + "_weight"].t()) + weights[layer + "_bias"];
    if (layer != "last") values = values.clamp_min(0);
  }
  EXPECT_EQ(logits.sizes(), (std::vector<int64_t>{4, 5}));
  EXPECT_TRUE(torch::allclose(logits, values, 1e-5, 1e-6));
}

TEST(MaskGenerator, IsTheSameForTheSameStream) {
  const MaskGenerator::Shape shape{.noise_width = 2, .width = 4, .length = 3};
  const auto logits = [&](uint64_t seed) {
    return MaskGenerator(shape, {seed, Purpose::kInitialize, 0}).forward(torch::ones({1, 2}));
  };
  EXPECT_TRUE(torch::equal(logits(1), logits(1)));
  EXPECT_FALSE(torch::equal(logits(1), logits(2)));
}

}  // namespace
}  // namespace lingan::mask_generator_test
