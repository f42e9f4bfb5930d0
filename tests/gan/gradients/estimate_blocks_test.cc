#include <lingan/gan/gradients/estimate_blocks.h>

#include <gtest/gtest.h>

#include "tests/gan/toy.h"

namespace lingan::estimate_blocks_test {
namespace {

TEST(EstimateBlocks, GiveTheProductsOfTheMeansOfBlocks) {
  const testing::World world = testing::make_world(testing::kNoEos, 0);
  const GradientSections sections(*world.generator, 3);
  torch::manual_seed(1);
  const auto estimates = torch::randn({3 * kBlocks, sections.width()});
  const auto references = torch::randn({2 * kBlocks, sections.width()});
  EstimateBlocks blocks(sections), reference(sections);
  for (int64_t i = 0; i < estimates.size(0); ++i) blocks.add(estimates[i]);
  for (int64_t i = 0; i < references.size(0); ++i) reference.add(references[i]);
  const auto products = blocks.products(reference);
  ASSERT_EQ(products.size(), static_cast<size_t>(sections.count()));
  const BlockProducts all = sum_of(products);
  EXPECT_EQ(all.blocks, kBlocks);
  EXPECT_EQ(all.estimates, 3);
  // Estimate i is in block i modulo kBlocks.
  const auto mean = estimates.view({3, kBlocks, -1}).mean(0);
  const auto other = references.view({2, kBlocks, -1}).mean(0);
  EXPECT_NEAR(all.products[2 * kBlocks * 5 + 7], mean[5].dot(mean[7]).item<double>(), 1e-4);
  EXPECT_NEAR(all.products[2 * kBlocks * 5 + kBlocks + 7], mean[5].dot(other[7]).item<double>(),
              1e-4);
  EXPECT_NEAR(all.squares[5],
              estimates.view({3, kBlocks, -1}).select(1, 5).square().sum().item<double>(), 1e-2);
  const auto embedding = sections.columns(mean, 0);
  EXPECT_NEAR(products[0].products[1], embedding[0].dot(embedding[1]).item<double>(), 1e-5);
}

}  // namespace
}  // namespace lingan::estimate_blocks_test
