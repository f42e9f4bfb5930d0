#include <lingan/gan/objectives/weight_clip.h>

#include <gtest/gtest.h>

#include "tests/gan/toy.h"

namespace lingan::weight_clip_test {
namespace {

using testing::clones;
using testing::flatten;
using testing::ToyDiscriminator;

TEST(ClipWeights, CutsEveryWeightOnBothSides) {
  ToyDiscriminator d(4, 3);
  const auto before = clones(d.parameters());
  clip_weights(d, 0.2);
  const auto after = d.parameters();
  ASSERT_EQ(after.size(), 3u);
  const auto all = flatten(before);  // on both sides of the box: else the test says nothing
  ASSERT_GT(all.max().item<double>(), 0.2);
  ASSERT_LT(all.min().item<double>(), -0.2);
  for (size_t i = 0; i < after.size(); ++i) {
    EXPECT_TRUE(torch::equal(after[i],
                             before[i].minimum(torch::tensor(0.2F)).maximum(torch::tensor(-0.2F))));
    EXPECT_TRUE(after[i].requires_grad() && after[i].is_leaf());
  }
}

TEST(ClipWeights, LeavesWeightsInTheBoxAlone) {
  ToyDiscriminator d(4, 3);
  const auto before = clones(d.parameters());
  clip_weights(d, 100);
  const auto after = d.parameters();
  for (size_t i = 0; i < after.size(); ++i) EXPECT_TRUE(torch::equal(after[i], before[i]));
}

}  // namespace
}  // namespace lingan::weight_clip_test
