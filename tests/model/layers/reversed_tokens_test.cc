#include <lingan/model/layers/reversed_tokens.h>

#include <gtest/gtest.h>

namespace lingan::reversed_tokens_test {
namespace {

TEST(ReversedTokens, TurnTheSentenceAroundAndLeaveWhatFollows) {
  const auto lengths = torch::tensor({3, 5, 0}, torch::kInt64);
  const auto places = reversed_places(lengths, 5);
  EXPECT_TRUE(torch::equal(
      places, torch::tensor({{2, 1, 0, 3, 4}, {4, 3, 2, 1, 0}, {0, 1, 2, 3, 4}}, torch::kInt64)));
  const auto values = torch::arange(30.0).view({3, 5, 2});
  const auto reversed = rearranged(values, places);
  EXPECT_TRUE(torch::equal(reversed[0][0], values[0][2]));
  EXPECT_TRUE(torch::equal(reversed[0][4], values[0][4]));
  EXPECT_TRUE(torch::equal(rearranged(reversed, places), values)) << "its own inverse";
}

}  // namespace
}  // namespace lingan::reversed_tokens_test
