#include <lingan/gan/recipe/round_text.h>

#include <gtest/gtest.h>

namespace lingan::round_text_test {
namespace {

TEST(RoundWithout, LeavesTheOtherMovesAsTheyAre) {
  EXPECT_EQ(round_without("generator x2,  discriminator x5, likelihood every 3", "discriminator"),
            "generator x2, likelihood every 3");
  EXPECT_EQ(round_without("generator,likelihood", "discriminator"), "generator,likelihood");
  EXPECT_EQ(round_without("mediator x2", "mediator"), "generator");
}

}  // namespace
}  // namespace lingan::round_text_test
