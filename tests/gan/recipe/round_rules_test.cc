#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/gan/recipe/complaint.h"

namespace lingan::round_rules_test {
namespace {

using testing::complaint;
using ::testing::HasSubstr;

TEST(RoundRules, SayHowOftenTheGeneratorMustMove) {
  const auto of_round = [](const std::string& round, const std::string& strategy) {
    return complaint("[strategy]\nname = \"" + strategy +
                     "\"\n[training]\nadversarial_rounds = 40\nround = \"" + round + "\"\n");
  };
  EXPECT_THAT(of_round("discriminator", "policy-gradient"),
              HasSubstr("in 40 rounds; set it, for example, to \"generator, discriminator\""));
  EXPECT_THAT(of_round("generator every 50, discriminator", "policy-gradient"),
              HasSubstr("set training.adversarial_rounds = 50"));
  EXPECT_THAT(of_round("mediator x2, generator", "cooperative"),
              HasSubstr("learns in every move of the generator and has none of its own; set it to "
                        "\"generator\""));
  EXPECT_THAT(of_round("generator, critic", "policy-gradient"), HasSubstr("the critic learns"));
  EXPECT_THAT(of_round("discriminator, generator x2", "cooperative"),
              HasSubstr("set it to \"generator x2\""));
  EXPECT_THAT(of_round("generatr", "cooperative"), HasSubstr("did you mean generator?"));
}

TEST(RoundRules, ReadTheRoundWhereNoStrategyTakesIt) {
  EXPECT_THAT(complaint("[training]\nround = \"discriminator x0\"\n"),
              HasSubstr("training.round: \"discriminator x0\": expected an integer in 1.."));
}

}  // namespace
}  // namespace lingan::round_rules_test
