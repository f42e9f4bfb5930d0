#include <lingan/gan/recipe/label_rules.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gan/recipe/complaint.h"

namespace lingan::label_rules_test {
namespace {

using testing::complaint;
using ::testing::HasSubstr;

const std::string kSeparate = "[generator]\nlabels = \"separate\"\n";
const std::string kCondition = "[generator]\nlabels = \"condition\"\n";

std::string of_labels(const std::string& strategy, const std::string& objective,
                      const std::string& more) {
  return complaint("[strategy]\nname = \"" + strategy + "\"\n[objective]\nname = \"" + objective +
                   "\"\n" + more);
}

TEST(LabelRules, RefuseLabelsThatOneOfThePlayersDoesNotKnow) {
  EXPECT_EQ(complaint(kSeparate), "accepted") << "maximum likelihood of each label";
  EXPECT_EQ(of_labels("penalty", "classes", kSeparate), "accepted");
  EXPECT_EQ(of_labels("penalty", "minimax", ""), "accepted") << "SentiGAN of one generator";
  EXPECT_THAT(of_labels("penalty", "classes", ""), HasSubstr("set generator.labels"));
  EXPECT_THAT(of_labels("penalty", "minimax", kSeparate), HasSubstr("objective.name: "));
  EXPECT_EQ(of_labels("policy-gradient", "classes", kSeparate),
            "my.toml: generator.labels: the strategy \"policy-gradient\" does not take "
            "\"separate\"; set it to "
            "\"condition\", or strategy.name = \"penalty\"");
  EXPECT_THAT(of_labels("taylor", "classes", kSeparate),
              HasSubstr("knows no labels; set it to \"none\", or strategy.name = \"penalty\""));
  EXPECT_THAT(of_labels("penalty", "classes",
                        kSeparate + "[discriminator]\nembeddings = \"generator\"\n"
                                    "embedding_width = 32\n"),
              HasSubstr("discriminator.embeddings: "));
}

TEST(LabelRules, LetOneGeneratorBeToldTheLabel) {
  EXPECT_EQ(complaint(kCondition), "accepted") << "maximum likelihood given the label";
  for (const char* strategy : {"gumbel-softmax", "policy-gradient", "evolutionary"}) {
    EXPECT_EQ(of_labels(strategy, "classes", kCondition), "accepted");
    EXPECT_THAT(of_labels(strategy, "classes", ""), HasSubstr("generator.labels = \"condition\""));
  }
  EXPECT_EQ(of_labels("gumbel-softmax", "classes",
                      kCondition + "[discriminator]\nembeddings = \"generator\"\n"
                                   "embedding_width = 32\n"),
            "accepted");
  EXPECT_EQ(
      of_labels("taylor", "classes", kCondition),
      "my.toml: generator.labels: the strategy \"taylor\" knows no labels; set it to \"none\", or "
      "strategy.name = \"policy-gradient\" or \"gumbel-softmax\" or \"embedding\" or "
      "\"selection\" or \"dynamic-negative-sampling\" or \"evolutionary\" or \"cycle\"");
  EXPECT_THAT(of_labels("penalty", "classes", kCondition),
              HasSubstr("does not take \"condition\"; set it to \"separate\""));
  EXPECT_THAT(of_labels("policy-gradient", "classes",
                        kCondition + "[strategy.policy-gradient]\nbaseline = \"self-critical\"\n"),
              HasSubstr("strategy.policy-gradient.baseline: "));
  EXPECT_THAT(of_labels("gumbel-softmax", "classes",
                        kCondition + "cell = \"convolutional\"\nlatent_width = 8\n"),
              HasSubstr("generator.cell: \"convolutional\" reads no tokens"));
}

TEST(LabelRules, LetDBeToldTheLabelThatGIsWhereItsOutputsAreOfSentences) {
  for (const char* strategy : {"gumbel-softmax", "evolutionary"}) {
    for (const char* objective : {"hinge", "relativistic", "non-saturating"}) {
      EXPECT_EQ(of_labels(strategy, objective, kCondition), "accepted") << objective;
    }
    for (const char* objective : {"wasserstein-gp", "ranking", "semi-supervised"}) {
      EXPECT_THAT(of_labels(strategy, objective, kCondition),
                  HasSubstr("D does not learn what real sentences of a label are like; set it to "
                            "\"classes\", or one of which D is told labels"))
          << objective;
    }
  }
  EXPECT_THAT(of_labels("policy-gradient", "hinge", kCondition),
              HasSubstr("set it to \"classes\""));
  EXPECT_THAT(of_labels("gumbel-softmax", "hinge",
                        kCondition + "[discriminator]\nkind = \"recurrent\"\n"
                                     "[discriminator.recurrent]\njudges = \"tokens\"\n"
                                     "bidirectional = false\n"),
              HasSubstr("generator.labels: D is told the labels of sentences, and the"));
}

TEST(LabelRules, WantMutationsThatGoByTheSameLabels) {
  const auto of = [](const std::string& objective, const std::string& mutations) {
    return of_labels("evolutionary", objective,
                     "[strategy.evolutionary]\nmutations = \"" + mutations + "\"\n" + kCondition);
  };
  EXPECT_EQ(of("relativistic-average", "relativistic-average, relativistic"), "accepted");
  EXPECT_THAT(of("relativistic-average", "relativistic, classes"),
              HasSubstr("and classes only one goes by labels that D tells; set it to \"\""));
  EXPECT_THAT(of("classes", "minimax"), HasSubstr("and minimax only one goes by labels"));
  EXPECT_THAT(of("hinge", "ranking"), HasSubstr("ranking does not go by the labels"));
}

TEST(LabelRules, LetDAloneLearnFewLabels) {
  for (const char* strategy : {"gumbel-softmax", "policy-gradient", "penalty", "taylor"}) {
    EXPECT_EQ(of_labels(strategy, "semi-supervised", ""), "accepted") << strategy;
  }
  EXPECT_THAT(of_labels("penalty", "semi-supervised", kSeparate), HasSubstr("objective.name: "));
}

}  // namespace
}  // namespace lingan::label_rules_test
