#include <lingan/model/layers/token_places.h>

#include <gtest/gtest.h>

namespace lingan::token_places_test {
namespace {

TEST(TokenPlaces, TakeTokensOneAfterTheOtherAndPutThemBack) {
  const TokenPlaces places(3, 4, torch::tensor({2, 4, 1}, torch::kInt64));
  EXPECT_TRUE(torch::equal(places.offsets(), torch::tensor({0, 2, 6, 7}, torch::kInt64)));
  const auto values = torch::arange(12).view({3, 4, 1}).to(torch::kFloat32);
  const auto rows = places.tokens_of(values);
  EXPECT_TRUE(torch::equal(rows.flatten(), torch::tensor({0, 1, 4, 5, 6, 7, 8}).to(rows)));
  const auto expected = torch::tensor({0, 1, 0, 0, 4, 5, 6, 7, 8, 0, 0, 0}).view({3, 4, 1});
  EXPECT_TRUE(torch::equal(places.in_places(rows), expected.to(rows)));
}

TEST(TokenPlaces, AreAllWhereNoLengthsAreGiven) {
  const TokenPlaces places(2, 3, {});
  EXPECT_TRUE(torch::equal(places.offsets(), torch::tensor({0, 3, 6}, torch::kInt64)));
  const auto values = torch::rand({2, 3, 5});
  EXPECT_TRUE(torch::equal(places.tokens_of(values), values.view({6, 5})));
  EXPECT_TRUE(torch::equal(places.in_places(values.view({6, 5})), values));
}

}  // namespace
}  // namespace lingan::token_places_test
