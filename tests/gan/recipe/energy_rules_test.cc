#include <lingan/gan/recipe/energy_rules.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/gan/recipe/complaint.h"

namespace lingan::energy_rules_test {
namespace {

using testing::complaint;
using ::testing::HasSubstr;

/// @param more  keys of `[discriminator]`, and further tables.
std::string of(const std::string& objective, const std::string& kind, const std::string& more = "",
               const std::string& strategy = "gumbel-softmax") {
  return complaint("[strategy]\nname = \"" + strategy + "\"\n[objective]\nname = \"" + objective +
                   "\"\n[discriminator]\nkind = \"" + kind + "\"\n" + more);
}

TEST(EnergyRules, WantEnergiesAndTheirObjectivesTogether) {
  for (const char* objective : {"energy-margin", "boundary-equilibrium"}) {
    EXPECT_EQ(of(objective, "autoencoder"), "accepted");
    for (const char* kind : {"cnn", "recurrent", "self-attention"}) {
      EXPECT_THAT(of(objective, kind),
                  HasSubstr("objective.name: \"" + std::string(objective) +
                            "\" is of energies, and discriminator.kind = \"" + kind +
                            "\" gives none; set discriminator.kind = \"autoencoder\", or "
                            "objective.name = \"non-saturating\""));
    }
  }
  for (const char* objective : {"non-saturating", "wasserstein-gp", "mmd"}) {
    EXPECT_THAT(of(objective, "autoencoder"),
                HasSubstr("discriminator.kind: \"autoencoder\" gives energies, and objective.name "
                          "= \"" +
                          std::string(objective) +
                          "\" is not of them; set objective.name = \"energy-margin\" or "
                          "\"boundary-equilibrium\""));
  }
}

TEST(EnergyRules, WantVectorsThatNoTrainingMoves) {
  const auto of_table = [](const std::string& table, const std::string& more = "") {
    return of("energy-margin", "autoencoder",
              "embeddings = \"" + table + "\"\nembedding_width = 32\n" + more);
  };
  EXPECT_EQ(of_table("own"), "accepted");
  EXPECT_EQ(of_table("frozen-vectors"), "accepted");
  EXPECT_THAT(of_table("vectors"), HasSubstr("discriminator.embeddings: \"autoencoder\""));
  EXPECT_THAT(of_table("generator"), HasSubstr("set it to \"own\""));
  EXPECT_EQ(of_table("generator", "[generator]\nembeddings = \"frozen-vectors\"\n"), "accepted");
}

TEST(EnergyRules, LookAtNoDiscriminatorWhereThereIsNone) {
  const std::string round = "[training]\nround = \"generator\"\n";
  EXPECT_EQ(of("non-saturating", "autoencoder", round, "cooperative"), "accepted");
  EXPECT_EQ(of("energy-margin", "cnn", round, ""), "accepted");
}

TEST(EnergyRules, LeaveThoseRewardsThatAreOfScores) {
  const auto rewarded = [](const std::string& reward) {
    return of("boundary-equilibrium", "autoencoder",
              "[strategy.policy-gradient]\nreward = \"" + reward + "\"\n", "policy-gradient");
  };
  EXPECT_EQ(rewarded("objective"), "accepted");
  for (const char* reward : {"probability", "log-probability", "ratio", "centred"}) {
    EXPECT_THAT(rewarded(reward), HasSubstr("strategy.policy-gradient.reward: ")) << reward;
  }
  EXPECT_THAT(of("energy-margin", "autoencoder", "", "penalty"), HasSubstr("strategy.name: "));
}

}  // namespace
}  // namespace lingan::energy_rules_test
