#include <lingan/gan/training/symptoms.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <lingan/gan/strategies/policy_gradient.h>

#include "tests/heard_notices.h"

namespace lingan::symptoms_test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Values = std::map<std::string, double>;

class SymptomsTest : public ::testing::Test {
 protected:
  /// What is said of records, each of another step.
  std::vector<std::string> said_of(const std::vector<Values>& records) {
    return said_of(records, Recipe(), 512);
  }

  std::vector<std::string> said_of(const std::vector<Values>& records, const Recipe& recipe,
                                   int64_t held_out) {
    notices_.texts.clear();
    Symptoms symptoms(recipe, held_out);
    for (const Values& values : records) {
      symptoms.look_at({.phase = "adversarial", .step = ++step_, .values = values});
    }
    return notices_.texts;
  }

 private:
  static inline int64_t step_ = 0;  // of all tests: a text is given once
  testing::HeardNotices notices_;
};

TEST_F(SymptomsTest, AreNoneWhereAllGoesWell) {
  EXPECT_THAT(said_of({{{"discriminator-accuracy", 0.7},
                        {"reward", 0.4},
                        {"reward-deviation", 0.1},
                        {"entropy", 2.0},
                        {"nll", 2.1}},
                       {{"discriminator-accuracy", 0.65},
                        {"reward", 0.5},
                        {"reward-deviation", 0.1},
                        {"entropy", 1.8},
                        {"nll", 2.0}}}),
              IsEmpty());
}

TEST_F(SymptomsTest, AreADiscriminatorByChanceOrOneThatTellsAll) {
  EXPECT_THAT(said_of({{{"discriminator-accuracy", 0.51}}}), ElementsAre(HasSubstr("51 %")));
  EXPECT_THAT(said_of({{{"discriminator-accuracy", 0.05}}}),
              ElementsAre(HasSubstr("above a held-out one in 95 %")));
  EXPECT_THAT(said_of({{{"discriminator-accuracy", 0.999}}}), ElementsAre(HasSubstr("tells all")));
}

constexpr char kOwnReward[] = "`own_reward` gives all sentences the same number";
constexpr char kLearningRate[] = "optimizer.discriminator.learning_rate";

TEST_F(SymptomsTest, AreRewardsThatAreAllEqual) {
  EXPECT_THAT(said_of({{{"reward", 0.5}, {"reward-deviation", 1e-7}}}),
              ElementsAre(AllOf(HasSubstr("all rewards are 0.5"), HasSubstr(kLearningRate),
                                Not(HasSubstr(kOwnReward)))));
}

TEST_F(SymptomsTest, NameWhoGivesRewardsThatAreAllEqual) {
  const Values equal = {{"reward", 1.0}, {"reward-deviation", 0.0}};
  Recipe recipe;
  recipe.strategy = "policy-gradient";
  recipe.training.adversarial_rounds = 1;
  auto& options = recipe.options.get<PolicyGradientOptions>();
  options.discriminator_share = 0.5;
  EXPECT_THAT(said_of({equal}, recipe, 512),
              ElementsAre(AllOf(HasSubstr(kOwnReward), HasSubstr(kLearningRate))));
  options.discriminator_share = 0;
  EXPECT_THAT(said_of({equal}, recipe, 512),
              ElementsAre(AllOf(HasSubstr(kOwnReward), Not(HasSubstr("discriminator")))));
  options.constant_reward = 1;
  EXPECT_THAT(said_of({equal}, recipe, 512), IsEmpty());
}

TEST_F(SymptomsTest, AreNoneOfADiscriminatorWithoutAShareInTheRewards) {
  Recipe recipe;
  recipe.strategy = "policy-gradient";
  recipe.training.adversarial_rounds = 1;
  recipe.options.get<PolicyGradientOptions>().discriminator_share = 0;
  for (const double accuracy : {0.05, 0.5, 1.0}) {
    EXPECT_THAT(said_of({{{"discriminator-accuracy", accuracy}}}, recipe, 512), IsEmpty());
  }
}

/// The logarithms of ranks among n sentences lie about -ln n.
TEST_F(SymptomsTest, AreNoneWhereRewardsAreOnlyNearToEqual) {
  EXPECT_THAT(said_of({{{"reward", -4.16}, {"reward-deviation", 1e-4}}}), IsEmpty());
}

/// Of a critic the means count; it may rank nearly all of them either way.
TEST_F(SymptomsTest, AreNoneOfACritic) {
  for (const char* objective :
       {"wasserstein", "wasserstein-gp", "fisher", "sobolev", "mean-covariance"}) {
    Recipe recipe;
    recipe.objective = objective;
    for (const double accuracy : {0.05, 0.5, 1.0}) {
      EXPECT_THAT(said_of({{{"discriminator-accuracy", accuracy}}}, recipe, 512), IsEmpty())
          << objective;
    }
  }
}

/// 20 against 20 have an accuracy of 0.5 by chance with a deviation of sqrt(41 / 4800) = 0.092.
TEST_F(SymptomsTest, AreNoneOfSentencesTooFewToTell) {
  for (const double accuracy : {0.35, 0.5, 1.0}) {
    EXPECT_THAT(said_of({{{"discriminator-accuracy", accuracy}}}, Recipe(), 20), IsEmpty());
  }
  EXPECT_THAT(
      said_of({{{"entropy", 2.0}, {"nll", 2.0}}, {{"entropy", 1.8}, {"nll", 2.2}}}, Recipe(), 20),
      IsEmpty());
}

/// The chance of 30 against 30 has a deviation of sqrt(61 / 10800) = 0.075.
TEST_F(SymptomsTest, AreNoChanceWellBelowIt) {
  for (const double accuracy : {0.26, 0.29}) {
    EXPECT_THAT(said_of({{{"discriminator-accuracy", accuracy}}}, Recipe(), 30),
                ElementsAre(HasSubstr("ranks a generated sentence above a held-out one")));
  }
}

TEST_F(SymptomsTest, AreChanceAsFarBelowOneHalfAsAbove) {
  for (const int64_t held_out : {30, 200, 300, 512}) {
    for (const double distance : {0.0, 0.005, 0.015, 0.03, 0.06}) {
      const auto is_chance = [&](double accuracy) {
        const auto said = said_of({{{"discriminator-accuracy", accuracy}}}, Recipe(), held_out);
        return !said.empty() && said[0].find("about chance") != std::string::npos;
      };
      const bool above = is_chance(0.5 + distance);
      EXPECT_EQ(is_chance(0.5 - distance), above) << held_out << " " << distance;
      if (distance == 0.0) {
        EXPECT_EQ(above, held_out > 128);
      }
      if (distance == 0.03) {
        EXPECT_EQ(above, held_out == 512);
      }
      if (distance == 0.06) {
        EXPECT_FALSE(above);
      }
    }
  }
}

TEST_F(SymptomsTest, AreToldOfFewSentencesWhereTheyAreGross) {
  EXPECT_THAT(said_of({{{"discriminator-accuracy", 0.02}}}, Recipe(), 30),
              ElementsAre(HasSubstr("above a held-out one in 98 %")));
  EXPECT_THAT(
      said_of({{{"entropy", 4.5}, {"nll", 5.3}}, {{"entropy", 1.7}, {"nll", 7.5}}}, Recipe(), 30),
      ElementsAre(HasSubstr("sharpens")));
}

/// sqrt(257 / 196608) = 0.036 is the deviation of 128 against 128.
TEST_F(SymptomsTest, AreFartherFromChanceWhereSentencesAreFewer) {
  const auto of = [&](double accuracy, int64_t held_out) {
    return said_of({{{"discriminator-accuracy", accuracy}}}, Recipe(), held_out).size();
  };
  EXPECT_EQ(of(0.44, 512), 1U);
  EXPECT_EQ(of(0.52, 512), 1U);
  EXPECT_EQ(of(0.52, 128), 0U) << "it may as well be 0.59";
  EXPECT_EQ(of(0.42, 128), 1U);
}

TEST_F(SymptomsTest, AreAGeneratorThatSharpens) {
  const std::vector<Values> records = {{{"entropy", 2.0}, {"nll", 2.0}},
                                       {{"entropy", 1.8}, {"nll", 2.2}}};
  EXPECT_THAT(said_of(records), ElementsAre(HasSubstr("sharpens")));
  EXPECT_THAT(said_of({records[0], {{"entropy", 1.8}, {"nll", 1.9}}}), IsEmpty());
}

TEST_F(SymptomsTest, AreSaidOnceInARun) {
  const Values chance = {{"discriminator-accuracy", 0.5}};
  EXPECT_EQ(said_of({chance, chance, chance}).size(), 1U);
}

TEST_F(SymptomsTest, RememberWhereTheRunStarted) {
  Symptoms first(Recipe(), 512), second(Recipe(), 512);
  first.look_at({.phase = "adversarial", .step = 1, .values = {{"entropy", 2.0}, {"nll", 2.0}}});
  nlohmann::json position;
  first.save(position);
  second.restore(position);
  nlohmann::json again;
  second.save(again);
  EXPECT_EQ(position, again);
  again = nlohmann::json::object();
  Symptoms(Recipe(), 512).save(again);
  EXPECT_TRUE(again.empty());
}

}  // namespace
}  // namespace lingan::symptoms_test
