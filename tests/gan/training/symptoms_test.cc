#include <lingan/gan/training/symptoms.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <lingan/base/notice.h>

namespace lingan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Values = std::map<std::string, double>;

class SymptomsTest : public ::testing::Test {
 protected:
  SymptomsTest() {
    set_notice_listener([this](const std::string& text) { notices_.push_back(text); });
  }
  ~SymptomsTest() override { set_notice_listener(nullptr); }

  /// What is said of records, each of another step.
  std::vector<std::string> said_of(const std::vector<Values>& records) {
    notices_.clear();
    Symptoms symptoms;
    for (const Values& values : records) {
      symptoms.look_at({.phase = "adversarial", .step = ++step_, .values = values});
    }
    return notices_;
  }

 private:
  static inline int64_t step_ = 0;  // of all tests: a text is given once
  std::vector<std::string> notices_;
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

TEST_F(SymptomsTest, AreRewardsThatAreAllEqual) {
  EXPECT_THAT(said_of({{{"reward", 0.5}, {"reward-deviation", 1e-5}}}),
              ElementsAre(HasSubstr("all rewards are 0.5")));
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
  Symptoms first, second;
  first.look_at({.phase = "adversarial", .step = 1, .values = {{"entropy", 2.0}, {"nll", 2.0}}});
  nlohmann::json position;
  first.save(position);
  second.restore(position);
  nlohmann::json again;
  second.save(again);
  EXPECT_EQ(position, again);
  again = nlohmann::json::object();
  Symptoms().save(again);
  EXPECT_TRUE(again.empty());
}

}  // namespace
}  // namespace lingan
