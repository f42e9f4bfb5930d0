#include <lingan/gan/recipe/round.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::round_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = Move::Kind;

std::string complaint(const char* text) {
  return testing::refusal<UsageError>([&] { parse_round(text); });
}

TEST(ParseRound, ReadsMovesInTheirOrder) {
  EXPECT_THAT(parse_round("generator"), ElementsAre(Move{Kind::kGenerator}));
  EXPECT_THAT(parse_round(" discriminator  x50 until 0.8 ,generator x2,likelihood x100 every 15"),
              ElementsAre(Move{Kind::kDiscriminator, 50, 1, 0.8}, Move{Kind::kGenerator, 2},
                          Move{Kind::kLikelihood, 100, 15}));
}

TEST(ParseRound, NamesWhatIsWrong) {
  EXPECT_THAT(complaint("generatr"), HasSubstr("did you mean generator?"));
  EXPECT_THAT(complaint(""), HasSubstr("expected one of"));
  EXPECT_THAT(complaint("generator,"), HasSubstr("expected one of"));
  EXPECT_THAT(complaint("generator x0"), HasSubstr("in 1..1000000000"));
  EXPECT_THAT(complaint("generator 5"), HasSubstr("\"5\" has no meaning"));
  EXPECT_THAT(complaint("generator until 0.8"), HasSubstr("only D has an accuracy"));
  EXPECT_THAT(complaint("discriminator until 0.3"), HasSubstr("in (0.5, 1]"));
  EXPECT_THAT(complaint("discriminator every"), HasSubstr("in 1..1000000000"));
  EXPECT_THAT(complaint("generator x2 x3"), HasSubstr("says one thing twice"));
}

TEST(Move, IsMadeInEverySoManiethRound) {
  const Move move{Kind::kLikelihood, 4, 3};
  EXPECT_FALSE(move.is_in(0));
  EXPECT_FALSE(move.is_in(1));
  EXPECT_TRUE(move.is_in(2));
  EXPECT_TRUE(move.is_in(5));
  EXPECT_EQ(move.made_before(2), 0);
  EXPECT_EQ(move.made_before(3), 4);
  EXPECT_EQ(move.made_before(6), 8);
}

}  // namespace
}  // namespace lingan::round_test
