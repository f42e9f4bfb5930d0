#include <lingan/model/sentences/holes.h>

#include <gtest/gtest.h>

namespace lingan::holes_test {
namespace {

constexpr int32_t kBos = 1;

std::shared_ptr<SourceTable> table(std::vector<int32_t> tokens) {
  auto sources = std::make_shared<SourceTable>();
  sources->sentences = {.rows = 2, .width = 3, .tokens = std::move(tokens), .lengths = {3, 2}};
  return sources;
}

TEST(Holes, AreWhereTheSourceHasBos) {
  Holes holes(table({kBos, 5, 2, kBos, 2, 0}), kBos);
  EXPECT_TRUE(holes.any());
  const torch::Tensor open = holes.open(torch::tensor({1, 0, 1}, torch::kInt64), 3);
  EXPECT_TRUE(torch::equal(
      open, torch::tensor({{1.0F, 0.0F, 0.0F}, {1.0F, 0.0F, 0.0F}, {1.0F, 0.0F, 0.0F}})));
  Holes others(table({4, kBos, 2, kBos, 2, 0}), kBos);
  EXPECT_TRUE(torch::equal(others.open(torch::tensor({0, 1}, torch::kInt64), 2),
                           torch::tensor({{0.0F, 1.0F}, {1.0F, 0.0F}})));
  EXPECT_TRUE(torch::equal(others.open(torch::tensor({0}, torch::kInt64), 5),
                           torch::tensor({{0.0F, 1.0F, 0.0F, 0.0F, 0.0F}})));
}

TEST(Holes, AreNoneInOtherText) {
  EXPECT_FALSE(Holes(table({4, 5, 2, 4, 2, 0}), kBos).any());
  EXPECT_FALSE(Holes(nullptr, kBos).any());
}

}  // namespace
}  // namespace lingan::holes_test
