#include <lingan/gan/objectives/mean_features.h>

#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::mean_features_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Features are the outputs: three real and two fake sentences of two numbers each.
TEST(MeanFeatureDifference, IsThatOfTheMeans) {
  const auto real = values({1, 2, 3, 4, 5, 9}).view({3, 2}),
             fake = values({0, -2, -2, 0}).view({2, 2});
  FixedDiscriminator d(real, fake);
  const auto difference = mean_feature_difference(d, constant_tokens(3, 0), constant_tokens(2, 1));
  EXPECT_TRUE(torch::allclose(difference, values({3 - -1, 5 - -1})));
}

TEST(MeanFeatureDifference, HasAGradientInDsWeights) {
  ToyDiscriminator d(4, 3);
  Sentences real, fake;
  real.tokens = torch::tensor({{0, 1, 2}, {3, 3, 1}});
  fake.tokens = torch::tensor({{2, 0, 1}, {1, 2, 0}});
  const auto expected = d.features(real).mean(0) - d.features(fake).mean(0);
  const auto difference = mean_feature_difference(d, real, fake);
  EXPECT_TRUE(torch::allclose(difference, expected));
  difference.square().sum().backward();
  EXPECT_GT(gradients(d).norm().item<double>(), 1e-3);
}

TEST(AlongFeatures, IsTheProjectionOfEachSentence) {
  const SentenceValue value = along_features(values({2, -1}));
  EXPECT_TRUE(value.by_features);
  const auto result = value(values({1, 2, 3, 4, 0, -5}).view({3, 2}));
  EXPECT_TRUE(torch::allclose(result, values({0, 2, 5})));
}

}  // namespace
}  // namespace lingan::mean_features_test
