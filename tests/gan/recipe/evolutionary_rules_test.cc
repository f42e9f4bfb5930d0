/// What the strategy `evolutionary` has against a recipe, and which keys it reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/strategies/evolutionary.h>

#include "tests/gan/recipe/complaint.h"

namespace lingan::evolutionary_rules_test {
namespace {

using testing::complaint;
using ::testing::HasSubstr;

/// @param options  of `[strategy.evolutionary]`.  @param more  other tables.
std::string of(const std::string& objective, const std::string& options,
               const std::string& more = "") {
  return "[strategy]\nname = \"evolutionary\"\n[strategy.evolutionary]\n" + options +
         "\n[objective]\nname = \"" + objective + "\"\n" + more;
}

TEST(EvolutionaryRules, TakeKnownMutationsOnceEach) {
  const auto mutations = [](const std::string& names) {
    return complaint(of("minimax", "mutations = \"" + names + "\""));
  };
  EXPECT_EQ(mutations(""), "accepted");
  EXPECT_EQ(mutations("minimax, hinge"), "accepted");
  EXPECT_THAT(mutations("minimax, hing"), HasSubstr("did you mean hinge?"));
  EXPECT_THAT(mutations("minimax,"), HasSubstr("objective '' is not known"));
  EXPECT_THAT(mutations("hinge, minimax, hinge"), HasSubstr("hinge stands there twice"));
  EXPECT_THAT(mutations("energy-margin"), HasSubstr("energy-margin is of energies"));
}

TEST(EvolutionaryRules, WantADThatLearnsWhatFitnessGoesBy) {
  EXPECT_THAT(complaint(of("mean-covariance", "")),
              HasSubstr("not what D learns by \"mean-covariance\""));
  EXPECT_EQ(complaint(of("relativistic", "")), "accepted");
  EXPECT_THAT(complaint(of("relativistic", "quality = \"probability\"")),
              HasSubstr("strategy.evolutionary.quality: \"probability\" takes D's output"));
  EXPECT_EQ(complaint(of("minimax", "quality = \"probability\"")), "accepted");
}

TEST(EvolutionaryRules, WantNetworksThatMutationsAndFitnessCanUse) {
  const std::string tokens =
      "[discriminator]\nkind = \"recurrent\"\n[discriminator.recurrent]\njudges = \"tokens\"\n"
      "bidirectional = false\n";
  EXPECT_THAT(complaint(of("minimax", "mutations = \"relativistic\"", tokens)),
              HasSubstr("relativistic compares sentences, and the discriminator judges tokens"));
  EXPECT_EQ(complaint(of("minimax", "mutations = \"hinge\"", tokens)), "accepted");
  const std::string code = "[generator]\nlatent_width = 8\n";
  EXPECT_THAT(complaint(of("minimax", "", code)), HasSubstr("set it to \"gradient\""));
  EXPECT_EQ(complaint(of("minimax", "diversity = \"gradient\"", code)), "accepted");
  EXPECT_EQ(complaint(of("minimax", "diversity_weight = 0", code)), "accepted");
  EXPECT_THAT(complaint(of("minimax", "mutations = \"ranking\"", "[training]\nbatch_size = 1\n")),
              HasSubstr("compares a batch's sentences"));
}

TEST(EvolutionaryRules, KeepThoseOfTheRelaxedTokens) {
  EXPECT_THAT(complaint(of("minimax", "", "[strategy.gumbel-softmax]\nschedule_start = 1000\n")),
              HasSubstr("strategy.gumbel-softmax.schedule_start"));
  EXPECT_THAT(complaint(of("minimax", "", "[generator]\noutput = \"point\"\n")),
              HasSubstr("generator.output"));
}

TEST(EvolutionaryRules, SayWhichKeysHaveAnEffect) {
  Recipe recipe = load_recipe("egan");
  const auto why = [&recipe](const char* key) { return why_idle(key, {{&recipe, 1}}); };
  EXPECT_EQ(why("strategy.gumbel-softmax.inverse_temperature"), "");
  EXPECT_NE(why("strategy.gumbel-softmax.gap"), "");
  EXPECT_NE(why("strategy.embedding.sharpness"), "");
  EXPECT_NE(why("objective.f-divergence.divergence"), "");
  EXPECT_EQ(why("strategy.evolutionary.diversity"), "");
  recipe.options.get<EvolutionaryOptions>().mutations = "minimax, f-divergence";
  recipe.options.get<EvolutionaryOptions>().diversity_weight = 0;
  EXPECT_EQ(why("objective.f-divergence.divergence"), "");
  EXPECT_EQ(why("strategy.evolutionary.diversity"),
            "with strategy.evolutionary.diversity_weight = 0.0");
  recipe.strategy = "gumbel-softmax";
  EXPECT_NE(why("strategy.evolutionary.diversity"), "");
}

}  // namespace
}  // namespace lingan::evolutionary_rules_test
