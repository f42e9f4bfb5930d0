#include <lingan/gan/gradients/gradient_sections.h>

#include <gtest/gtest.h>

#include "tests/gan/toy.h"

namespace lingan::gradient_sections_test {
namespace {

TEST(GradientSections, AreTheGroupsOfWeightsAndThePositions) {
  const testing::World world = testing::make_world(testing::kNoEos, 0);
  Generator& generator = *world.generator;
  const GradientSections sections(generator, 3);
  int64_t weights = 0;
  for (const auto& weight : generator.parameters()) {
    weight.mutable_grad() = torch::full_like(weight, static_cast<double>(weight.numel()));
    weights += weight.numel();
  }
  EXPECT_EQ(sections.count(), 3 + 3);
  EXPECT_EQ(sections.width(), weights + 3 * 3);
  const auto by_position = torch::arange(9, torch::kFloat32).view({3, 3});
  const auto rows = sections.row(by_position).unsqueeze(0);
  ASSERT_EQ(rows.size(1), sections.width());
  EXPECT_TRUE(torch::equal(sections.columns(rows, 0), torch::full({1, 3 * 4}, 12.0)));
  const auto output = sections.columns(rows, 2);  // weight [3, 5] and bias [3]
  EXPECT_TRUE(
      torch::equal(output, torch::cat({torch::full({1, 15}, 15.0), torch::full({1, 3}, 3.0)}, 1)));
  EXPECT_EQ(sections.columns(rows, 1).size(1), weights - 12 - 18);
  EXPECT_TRUE(torch::equal(sections.columns(rows, 4).squeeze(0), by_position[1]));
}

TEST(GradientSections, LeaveOutWhatDoesNotTrain) {
  const testing::World world = testing::make_world(testing::kNoEos, 0);
  const int64_t all = GradientSections(*world.generator, 3).width();
  world.generator->embeddings().set_requires_grad(false);
  EXPECT_EQ(GradientSections(*world.generator, 3).width(), all - 12);
}

}  // namespace
}  // namespace lingan::gradient_sections_test
