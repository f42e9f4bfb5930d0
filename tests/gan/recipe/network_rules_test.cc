#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/gan/recipe/complaint.h"

namespace lingan::network_rules_test {
namespace {

using testing::complaint;
using ::testing::HasSubstr;

TEST(NetworkRules, RefuseLikelihoodOfAGeneratorThatWritesAllTokensAtOnce) {
  const auto of_convolutions = [](const std::string& key, const std::string& training) {
    return complaint(
        "[strategy]\nname = \"gumbel-softmax\"\n[generator]\ncell = \"convolutional\"\n" + key +
        "[training]\n" + training);
  };
  const std::string code = "latent_width = 8\n", none = "pretrain_epochs = 0\n";
  EXPECT_EQ(of_convolutions(code, none), "accepted");
  EXPECT_THAT(of_convolutions("", none), HasSubstr("latent code"));
  EXPECT_THAT(of_convolutions(code, ""), HasSubstr("training.pretrain_epochs"));
  EXPECT_THAT(of_convolutions(code, none + "select = \"nll\"\n"), HasSubstr("training.select"));
  EXPECT_THAT(of_convolutions(code, none + "round = \"generator, likelihood, discriminator\"\n"),
              HasSubstr("training.round"));
  EXPECT_THAT(
      complaint("[strategy]\nname = \"policy-gradient\"\n[generator]\ncell = \"convolutional\"\n"
                "latent_width = 8\n[training]\npretrain_epochs = 0\n"),
      HasSubstr("writes all tokens at once; set it to \"lstm\""));
  EXPECT_THAT(complaint("[generator]\ncell = \"convolutional\"\n"),
              HasSubstr("has no likelihood; set it to \"lstm\""));
  EXPECT_THAT(of_convolutions(code + "[generator.convolutional]\nfilter_width = 4\n", none),
              HasSubstr("odd number"));
}

TEST(NetworkRules, WantALatentCodeAndProbabilitiesForItsEncoder) {
  const auto of = [](const std::string& generator) {
    return complaint("[strategy]\nname = \"variational\"\n[generator]\n" + generator +
                     "[training]\nround = \"generator\"\npretrain_epochs = 0\n");
  };
  EXPECT_EQ(of("latent_width = 8\n"), "accepted");
  EXPECT_THAT(of(""), HasSubstr("generator.latent_width: the strategy \"variational\""));
  EXPECT_THAT(of("latent_width = 8\nprior_width = 8\n"), HasSubstr("normal noise; set it to 0"));
  EXPECT_THAT(of("latent_width = 8\noutput = \"point\"\n"), HasSubstr("set it to \"softmax\""));
  EXPECT_THAT(of("latent_width = 8\ncell = \"convolutional\"\n"),
              HasSubstr("writes all tokens at once; set it to \"lstm\""));
}

TEST(NetworkRules, WantTheCodesThatTheirStrategyMakes) {
  const auto of = [](const std::string& strategy, const std::string& generator) {
    return complaint("[strategy]\nname = \"" + strategy + "\"\n[generator]\n" + generator +
                     "[training]\nround = \"generator\"\npretrain_epochs = 0\n");
  };
  const std::string code = "latent_width = 8\n", binary = "latent_codes = \"binary\"\n";
  EXPECT_EQ(of("sign-relaxation", code + binary), "accepted");
  EXPECT_THAT(of("sign-relaxation", code), HasSubstr("latent_codes: the codes of the strategy"));
  EXPECT_THAT(of("sign-relaxation", binary), HasSubstr("generator.latent_width: the strategy"));
  EXPECT_THAT(of("sign-relaxation", code + binary + "output = \"point\"\n"),
              HasSubstr("set it to \"softmax\""));
  EXPECT_THAT(of("variational", code + binary), HasSubstr("set it to \"normal\""));
  EXPECT_EQ(of("gumbel-softmax", code + binary), "accepted");
}

TEST(NetworkRules, WantANetworkThatMakesCodesWhereTheseAreJudged) {
  const auto of = [](const std::string& generator) {
    return complaint("[strategy]\nname = \"latent-adversarial\"\n[generator]\n" + generator +
                     "[training]\nround = \"generator\"\npretrain_epochs = 0\n");
  };
  EXPECT_EQ(of("latent_width = 8\nprior_width = 8\n"), "accepted");
  EXPECT_THAT(of(""), HasSubstr("generator.latent_width: the strategy \"latent-adversarial\""));
  EXPECT_THAT(of("latent_width = 8\n"), HasSubstr("generator.prior_width: with the strategy"));
  EXPECT_THAT(of("latent_width = 8\nprior_width = 8\noutput = \"point\"\n"),
              HasSubstr("set it to \"softmax\""));
}

TEST(NetworkRules, WantCodesThatAreNoiseAndEndsWherePairsAreJudged) {
  const auto of = [](const std::string& generator) {
    return complaint("[strategy]\nname = \"bidirectional\"\n[generator]\n" + generator +
                     "[training]\nround = \"generator\"\npretrain_epochs = 0\n");
  };
  EXPECT_EQ(of("latent_width = 8\n"), "accepted");
  EXPECT_THAT(of(""), HasSubstr("generator.latent_width: the strategy \"bidirectional\""));
  EXPECT_THAT(of("latent_width = 8\nprior_width = 8\n"), HasSubstr("normal noise; set it to 0"));
  EXPECT_THAT(of("latent_width = 8\n[strategy.gumbel-softmax]\nlength_gradient = true\n"),
              HasSubstr("strategy.gumbel-softmax.length_gradient: the strategy"));
}

TEST(NetworkRules, WantAStrategyThatRaisesTheBoundThatChooses) {
  const auto of = [](const std::string& strategy) {
    return complaint("[strategy]\nname = \"" + strategy +
                     "\"\n[generator]\nlatent_width = 8\n[training]\nselect = \"elbo\"\n"
                     "round = \"generator\"\n");
  };
  EXPECT_EQ(of("variational"), "accepted");
  EXPECT_THAT(of("gumbel-softmax"), HasSubstr("training.select: the strategy \"gumbel-softmax\""));
}

TEST(NetworkRules, WantOutputsOfTokensAndProbabilitiesWhereTokensAreReplaced) {
  const auto of = [](const std::string& strategy, const std::string& networks) {
    return complaint("[strategy]\nname = \"" + strategy + "\"\n" + networks +
                     "[training]\nreplaced_token_epochs = 1\n" +
                     (strategy == "cooperative" ? "round = \"generator\"\n" : ""));
  };
  for (const char* kind : {"cnn", "recurrent"}) {
    EXPECT_EQ(of("odds-weighted", "[discriminator]\nkind = \"" + std::string(kind) + "\"\n"),
              "accepted");
  }
  EXPECT_THAT(
      of("odds-weighted", "[discriminator]\nkind = \"self-attention\"\n"),
      HasSubstr("set it to \"cnn\" or \"recurrent\", or training.replaced_token_epochs = 0"));
  EXPECT_THAT(of("gumbel-softmax", "[generator]\nlatent_width = 8\n"),
              HasSubstr("training.replaced_token_epochs: the generator gives no probability"));
  EXPECT_EQ(of("cooperative", "[discriminator]\nkind = \"self-attention\"\n"), "accepted");
}

/// A reward is of one sentence, whatever is rewarded beside it.
TEST(NetworkRules, LetOnlyStrategiesOfWholeBatchesHaveADThatJudgesThem) {
  const auto of = [](const std::string& strategy, const std::string& discriminator) {
    return complaint("[strategy]\nname = \"" + strategy +
                     "\"\n[discriminator]\nminibatch_deviation = true\n" + discriminator);
  };
  EXPECT_EQ(of("gumbel-softmax", ""), "accepted");
  EXPECT_EQ(of("policy-gradient", ""),
            "my.toml: discriminator.minibatch_deviation: D's judgement of a sentence would depend "
            "on those beside it, and the strategy \"policy-gradient\" takes judgements of single "
            "sentences; set it to false");
  for (const char* strategy : {"taylor", "penalty", "odds-weighted"}) {
    EXPECT_THAT(of(strategy, ""), HasSubstr("discriminator.minibatch_deviation: ")) << strategy;
  }
  const std::string of_tokens =
      "kind = \"recurrent\"\n[discriminator.recurrent]\n"
      "bidirectional = false\njudges = \"tokens\"\n";
  EXPECT_EQ(of("policy-gradient", of_tokens + "[strategy.policy-gradient]\nrollouts = 0\n"),
            "accepted")
      << "it has no effect there";
}

TEST(NetworkRules, LetAGeneratorReadOnlyTheDiscriminatorThatTeachesIt) {
  const std::string leaked = "[generator]\ncell = \"leaked\"\n";
  const std::string leak = "[strategy]\nname = \"leaked-features\"\n";
  EXPECT_EQ(complaint(leak + leaked), "accepted");
  EXPECT_THAT(complaint(leaked), HasSubstr("there is no discriminator, which \"leaked\" reads"));
  EXPECT_THAT(complaint("[strategy]\nname = \"policy-gradient\"\n" + leaked),
              HasSubstr("teaches it nothing by that; set it to \"lstm\""));
  EXPECT_THAT(complaint(leak), HasSubstr("set it to \"leaked\""));
  EXPECT_THAT(complaint(leak + leaked + "[discriminator]\nkind = \"recurrent\"\n"),
              HasSubstr("set it to \"cnn\""));
  EXPECT_THAT(complaint(leak + leaked +
                        "embedding_width = 64\n[discriminator]\nembeddings = \"generator\"\n"),
              HasSubstr("set it to \"own\""));
  EXPECT_THAT(complaint(leak + leaked + "[training]\nreplaced_token_epochs = 1\n"),
              HasSubstr("training.replaced_token_epochs: features of D"));
}

}  // namespace
}  // namespace lingan::network_rules_test
