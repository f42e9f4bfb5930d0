#include <lingan/gan/recipe/source_rules.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/gan/recipe/complaint.h"

namespace lingan::source_rules_test {
namespace {

using testing::complaint;
using ::testing::HasSubstr;

/// @param more  keys of `[generator]`, and further tables.
std::string of(const std::string& strategy, const std::string& more = "") {
  return complaint("[strategy]\nname = \"" + strategy + "\"\n[generator]\nsource = \"encoder\"\n" +
                   more);
}

TEST(SourceRules, LetMaximumLikelihoodAndGumbelSoftmaxReadSources) {
  EXPECT_EQ(of(""), "accepted");
  EXPECT_EQ(of("gumbel-softmax"), "accepted");
  EXPECT_EQ(of("gumbel-softmax", "cell = \"transformer\"\n"), "accepted");
}

TEST(SourceRules, RefuseWhatKnowsNoSources) {
  for (const char* strategy : {"policy-gradient", "embedding", "taylor", "penalty"}) {
    EXPECT_EQ(of(strategy),
              "my.toml: generator.source: the strategy \"" + std::string(strategy) +
                  "\" knows no sources, as \"gumbel-softmax\" or \"evolutionary\" does; set it to "
                  "\"none\"");
  }
  EXPECT_THAT(of("", "latent_width = 8\n"), HasSubstr("generator.source: a latent code sets"));
  EXPECT_THAT(of("", "labels = \"separate\"\n"), HasSubstr("no labels but \"condition\""));
  EXPECT_THAT(of("gumbel-softmax", "labels = \"drawn\"\n"),
              HasSubstr("no labels but \"condition\""));
  EXPECT_THAT(of("gumbel-softmax",
                 "[discriminator]\nkind = \"recurrent\"\n[training]\nreplaced_token_epochs = 2\n"),
              HasSubstr("no tokens are replaced"));
}

TEST(SourceRules, LetSourcesHaveLabels) {
  EXPECT_EQ(of("", "labels = \"condition\"\n"), "accepted");
  EXPECT_EQ(of("gumbel-softmax", "labels = \"condition\"\n"), "accepted") << "and D reads neither";
  EXPECT_EQ(of("evolutionary", "labels = \"condition\"\n"), "accepted");
  for (const char* objective : {"classes", "semi-supervised"}) {
    EXPECT_EQ(of("gumbel-softmax", "labels = \"condition\"\n[objective]\nname = \"" +
                                       std::string(objective) + "\"\n"),
              "my.toml: objective.name: by \"" + std::string(objective) +
                  "\" D tells the labels of sentences, and of those with sources it tells none; "
                  "set it to \"non-saturating\"");
  }
}

/// What is said to a D that reads sources.
std::string reading(const std::string& objective, const std::string& kind,
                    const std::string& more = "") {
  return of("gumbel-softmax", "[objective]\nname = \"" + objective +
                                  "\"\n[discriminator]\nkind = \"" + kind +
                                  "\"\nreads_sources = true\n" + more);
}

TEST(SourceRules, LetDiscriminatorsOfSentencesReadSources) {
  for (const char* kind : {"cnn", "multi-representation-cnn", "recurrent", "self-attention"}) {
    EXPECT_EQ(reading("relativistic", kind, "mismatched_share = 0.5\n"), "accepted") << kind;
  }
  EXPECT_THAT(reading("energy-margin", "autoencoder"),
              HasSubstr("discriminator.kind: \"autoencoder\" reads no sources; set it to \"cnn\", "
                        "or discriminator.reads_sources = false"));
  EXPECT_THAT(reading("non-saturating", "recurrent",
                      "[discriminator.recurrent]\njudges = \"tokens\"\nbidirectional = false\n"),
              HasSubstr("discriminator.reads_sources: sentences are judged by their sources, and "
                        "the discriminator judges tokens; set it to false, or "
                        "discriminator.recurrent.judges = \"sentences\""));
  EXPECT_THAT(reading("mmd", "cnn"),
              HasSubstr("objective.name: by \"mmd\" D does not learn what goes with a source; set "
                        "it to \"non-saturating\", or discriminator.reads_sources = false"));
}

TEST(SourceRules, WantTwoSentencesForMismatchedOnes) {
  const std::string lone = "mismatched_share = 0.5\n[training]\ndiscriminator_batch_size = 1\n";
  EXPECT_THAT(reading("non-saturating", "cnn", lone),
              HasSubstr("with the source of another; set discriminator.mismatched_share = 0"));
  EXPECT_EQ(reading("non-saturating", "cnn", "[training]\ndiscriminator_batch_size = 1\n"),
            "accepted");
}

/// A sentence that is its own source.
std::string rewriting(const std::string& strategy, const std::string& labels,
                      const std::string& more = "") {
  return complaint("[strategy]\nname = \"" + strategy +
                   "\"\n[objective]\nname = \"classes\"\n[generator]\nsource = "
                   "\"itself\"\nlabels = \"" +
                   labels + "\"\n" + more);
}

TEST(SourceRules, LetSentencesBeWrittenAgainWithALabel) {
  EXPECT_EQ(rewriting("cycle", "condition"), "accepted");
  EXPECT_EQ(rewriting("", "condition"), "accepted");
  EXPECT_EQ(rewriting("cycle", "condition", "cell = \"transformer\"\n"), "accepted");
  EXPECT_THAT(rewriting("", "none"), HasSubstr("generator.labels: a sentence that is its own"));
  EXPECT_THAT(rewriting("cycle", "separate"), HasSubstr("set it to \"condition\""));
  EXPECT_THAT(rewriting("gumbel-softmax", "condition"),
              HasSubstr("does not write sentences again, as \"cycle\" does"));
  EXPECT_THAT(rewriting("cycle", "condition", "latent_width = 8\n"),
              HasSubstr("generator.latent_width: a sentence that is its own source sets"));
  EXPECT_THAT(
      rewriting("cycle", "condition", "[strategy.gumbel-softmax]\nlength_gradient = true\n"),
      HasSubstr("length_gradient: \"cycle\" reads"));
}

TEST(SourceRules, HaveTheCycleWriteSentencesAgain) {
  EXPECT_THAT(complaint("[strategy]\nname = \"cycle\"\n[objective]\nname = "
                        "\"classes\"\n[generator]\nlabels = \"condition\"\n"),
              HasSubstr("generator.source: the strategy \"cycle\" writes sentences again"));
  EXPECT_EQ(complaint("[strategy]\nname = \"cycle\"\n[generator]\nlabels = \"condition\"\n"
                      "source = \"itself\"\n"),
            "accepted")
      << "a D that is told labels";
}

TEST(SourceRules, LetStrategiesThatFillHolesReadMaskedSentences) {
  EXPECT_EQ(of("in-filling"), "accepted");
  EXPECT_EQ(complaint("[strategy]\nname = \"in-filling\"\n"),
            "my.toml: generator.source: the strategy \"in-filling\" fills masked sentences, which "
            "the generator has to read; set it to \"encoder\"");
}

TEST(SourceRules, LetOnlyTheseHaveADiscriminatorThatKnowsHoles) {
  const std::string knows =
      "[discriminator]\nkind = \"recurrent\"\n[discriminator.recurrent]\n"
      "judges = \"tokens\"\nreads_holes = true\n";
  EXPECT_EQ(of("in-filling", knows), "accepted");
  EXPECT_EQ(complaint("[strategy]\nname = \"policy-gradient\"\n[strategy.policy-gradient]\n"
                      "rollouts = 0\n" +
                      knows),
            "my.toml: discriminator.recurrent.reads_holes: the strategy \"policy-gradient\" takes "
            "no words out of sentences; set it to false");
}

}  // namespace
}  // namespace lingan::source_rules_test
