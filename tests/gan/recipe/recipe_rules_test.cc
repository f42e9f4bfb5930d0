#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gan/recipe/complaint.h"

namespace lingan::recipe_rules_test {
namespace {

using testing::complaint;
using ::testing::HasSubstr;
TEST(RecipeRules, RefuseCombinationsWithTheReason) {
  EXPECT_THAT(complaint("[generator]\ntied_embeddings = true\nembedding_width = 8\n"),
              HasSubstr("hidden_width"));
  const std::string strategy = "[strategy]\nname = \"policy-gradient\"\n";
  EXPECT_THAT(complaint(strategy + "[discriminator]\nfilter_widths = [1]\n"),
              HasSubstr("one count for each"));
  EXPECT_THAT(complaint("[generator]\nlabels = \"separate\"\nembeddings = \"vectors\"\n"),
              HasSubstr("embeddings of its own"));
  EXPECT_THAT(complaint(strategy + "[discriminator]\nkind = \"multi-representation-cnn\"\n"
                                   "representations = 48\n"),
              HasSubstr("does not; set it, for example, to 16"));
}

// Else whoever repairs it is told that it has no effect.
TEST(RecipeRules, LeaveAloneWhatAKindOfDiscriminatorDoesNotRead) {
  const std::string strategy = "[strategy]\nname = \"policy-gradient\"\n[discriminator]\n";
  for (const char* kind : {"recurrent", "self-attention"}) {
    EXPECT_EQ(complaint(strategy + "kind = \"" + kind + "\"\nfilter_widths = [1]\n"), "accepted");
  }
  for (const char* kind : {"cnn", "recurrent", "self-attention"}) {
    EXPECT_EQ(complaint(strategy + "kind = \"" + kind + "\"\nrepresentations = 7\n"), "accepted");
  }
  EXPECT_EQ(complaint("[strategy]\nname = \"cooperative\"\n[objective]\nname = \"mmd\"\n"
                      "[training]\nround = \"generator\"\n[discriminator]\n"
                      "kind = \"recurrent\"\n[discriminator.recurrent]\njudges = \"tokens\"\n"
                      "bidirectional = false\n"),
            "accepted");
}

// So that `has no effect` can be said of it, and it can be set for the other recipes of a
// comparison.
TEST(RecipeRules, LeaveAloneWhatIsNotUsed) {
  for (const std::string strategy : {"", "cooperative"}) {
    for (const char* keys :
         {"[discriminator]\nfilter_widths = [1]\n", "[discriminator]\nrepresentations = 7\n",
          "[discriminator]\nembeddings = \"generator\"\nembedding_width = 3\n"}) {
      EXPECT_EQ(complaint("[strategy]\nname = \"" + strategy +
                          "\"\n[training]\nround = " + "\"generator\"\n" + keys),
                "accepted")
          << strategy << keys;
    }
  }
  EXPECT_EQ(complaint("[training]\nround = \"discriminator\"\n"), "accepted");
  EXPECT_THAT(complaint("[strategy]\nname = \"policy-gradient\"\n[training]\nround = "
                        "\"discriminator\"\n"),
              HasSubstr("no move of the generator"));
}

std::string of_policy_gradient(const std::string& keys) {
  return complaint("[strategy]\nname = \"policy-gradient\"\n[strategy.policy-gradient]\n" + keys);
}

TEST(RecipeRules, RefuseRewardsThatTeachNothing) {
  for (const char* baseline : {"batch-mean", "moving-average", "leave-one-out", "self-critical"}) {
    EXPECT_THAT(
        of_policy_gradient("constant_reward = 2.0\nbaseline = \"" + std::string(baseline) + "\"\n"),
        HasSubstr("nothing is learned"));
  }
  const std::string constant = "constant_reward = 2.0\nbaseline = \"none\"\n";
  EXPECT_EQ(of_policy_gradient(constant), "accepted");
  EXPECT_THAT(of_policy_gradient(constant + "divide_by_deviation = true\n"),
              HasSubstr("no deviation"));
  EXPECT_THAT(of_policy_gradient(constant + "reward_shape = \"rank\"\n"), HasSubstr("no shape"));
}

TEST(RecipeRules, RefuseRewardsThatDoNotFitTogether) {
  EXPECT_THAT(of_policy_gradient("discount = 0.9\n"), HasSubstr("rollouts = 0"));
  EXPECT_THAT(of_policy_gradient("reward = \"logit\"\nreward_shape = \"normalised\"\n"),
              HasSubstr("must be above 0"));
  EXPECT_EQ(of_policy_gradient("reward = \"ratio\"\nreward_shape = \"importance\"\n"), "accepted");
  EXPECT_THAT(
      of_policy_gradient("rollouts = 0\nreward = \"ratio\"\nreward_shape = \"importance\"\n"),
      HasSubstr("normalised"));
  EXPECT_THAT(of_policy_gradient("rollouts = 0\nbaseline = \"prefix\"\n"),
              HasSubstr("leave-one-out"));
  EXPECT_THAT(of_policy_gradient("reward_shape = \"rank\"\nbaseline = \"self-critical\"\n"),
              HasSubstr("reward_shape = \"none\""));
  EXPECT_THAT(complaint("[training]\nevaluate_samples = 1\n"), HasSubstr("2..1000000000"));
}

/// A recipe whose D judges tokens.
std::string with_token_discriminator(const std::string& strategy, const std::string& keys,
                                     const std::string& objective = "hinge") {
  return complaint("[strategy]\nname = \"" + strategy + "\"\n" + keys + "[objective]\nname = \"" +
                   objective +
                   "\"\n[discriminator]\nkind = \"recurrent\"\n[discriminator.recurrent]\n"
                   "judges = \"tokens\"\nbidirectional = false\n");
}

TEST(RecipeRules, RefuseColdSentencesThatNoWeightUndoes) {
  EXPECT_EQ(of_policy_gradient("sampling_temperature = 0.5\n"), "accepted");
  EXPECT_EQ(of_policy_gradient("sampling_top_p = 0.5\nsampling_share = 0.9\n"), "accepted");
  EXPECT_THAT(of_policy_gradient("sampling_top_p = 0.5\n"), HasSubstr("set sampling_share = 0.9"));
  EXPECT_THAT(of_policy_gradient("sampling_temperature = 0.5\nreward_shape = \"rank\"\n"),
              HasSubstr("reward_shape: \"rank\" compares sentences"));
}

TEST(RecipeRules, WantATieBetweenBetterAndWorse) {
  const auto of = [](const std::string& keys) {
    return complaint(
        "[strategy]\nname = \"policy-gradient\"\n[objective]\nname = "
        "\"comparative\"\n[objective.comparative]\n" +
        keys);
  };
  EXPECT_EQ(of("tie_reward = 0.5\n"), "accepted");
  EXPECT_THAT(of("tie_reward = 1.5\n"), HasSubstr("must lie between"));
  EXPECT_THAT(of("better_reward = -1.0\ntie_reward = -1.0\n"), HasSubstr("must be larger"));
}

TEST(RecipeRules, RefuseWhatATokenDiscriminatorCannotJudge) {
  const std::string table = "[strategy.policy-gradient]\nrollouts = 0\n";
  EXPECT_EQ(with_token_discriminator("policy-gradient", table), "accepted");
  EXPECT_EQ(with_token_discriminator("gumbel-softmax", ""), "accepted");
  EXPECT_THAT(with_token_discriminator("policy-gradient", ""), HasSubstr("set rollouts = 0"));
  EXPECT_THAT(with_token_discriminator("policy-gradient", table + "baseline = \"self-critical\"\n"),
              HasSubstr("set baseline = \"moving-average\""));
  EXPECT_THAT(
      with_token_discriminator("policy-gradient", table + "reward = \"ratio\"\n"
                                                          "reward_shape = \"normalised\"\n"),
      HasSubstr("reward_shape: \"normalised\""));
  for (const char* strategy : {"taylor", "reward-augmented"}) {
    EXPECT_THAT(with_token_discriminator(strategy, ""),
                HasSubstr("strategy.name: \"" + std::string(strategy) + "\""));
  }
  EXPECT_THAT(with_token_discriminator("policy-gradient", table, "mmd"),
              HasSubstr("objective.name: \"mmd\" compares sentences"));
  EXPECT_THAT(with_token_discriminator("policy-gradient", table, "relativistic"),
              HasSubstr("one of minimax, non-saturating"));
  EXPECT_THAT(
      complaint("[strategy]\nname = \"gumbel-softmax\"\n[discriminator]\nkind = \"recurrent\"\n"
                "[discriminator.recurrent]\njudges = \"tokens\"\n"),
      HasSubstr("discriminator.recurrent.bidirectional"));
}

TEST(RecipeRules, RefuseYourOwnRewardWhereRewardsMustBeAboveZero) {
  const std::string shape = "reward = \"ratio\"\nreward_shape = \"normalised\"\n";
  EXPECT_THAT(of_policy_gradient(shape + "discriminator_share = 0.5\n"), HasSubstr("your own"));
  EXPECT_EQ(of_policy_gradient("reward_shape = \"rank\"\ndiscriminator_share = 0.0\n"), "accepted");
}

TEST(RecipeRules, RefuseABatchOfOneForWhatComparesSentences) {
  const auto of = [](const std::string& keys) {
    return complaint("[training]\nbatch_size = 1\n[strategy]\nname = \"policy-gradient\"\n" + keys);
  };
  const std::string table = "[strategy.policy-gradient]\n";
  for (const char* baseline : {"batch-mean", "leave-one-out"}) {
    EXPECT_THAT(of(table + "baseline = \"" + baseline + "\"\n"),
                HasSubstr("batch_size = 1: strategy.policy-gradient.baseline"));
  }
  const std::string average = table + "baseline = \"moving-average\"\n";
  EXPECT_EQ(of(average), "accepted");
  EXPECT_THAT(of(average + "shuffle_rewards = true\n"), HasSubstr("shuffle_rewards deals"));
  EXPECT_THAT(of(average + "reward = \"ratio\"\nreward_shape = \"normalised\"\n"),
              HasSubstr("reward_shape = \"none\""));
  EXPECT_THAT(of(average + "[objective]\nname = \"ranking\"\n"),
              HasSubstr("objective.name = \"ranking\" compares"));
  const std::string of_discriminator =
      "[training]\ndiscriminator_batch_size = 1\n[strategy]\nname = \"policy-gradient\"\n" + table +
      "baseline = \"leave-one-out\"\n[objective]\nname = ";
  EXPECT_EQ(complaint(of_discriminator + "\"non-saturating\"\n"), "accepted");
  EXPECT_THAT(complaint(of_discriminator + "\"ranking\"\n"),
              HasSubstr("discriminator_batch_size = 1: objective.name = \"ranking\" compares"));
}

TEST(RecipeRules, RefuseABatchOfOneForADThatJudgesBatches) {
  const std::string relaxed =
      "[strategy]\nname = \"gumbel-softmax\"\n[discriminator]\nminibatch_deviation = true\n";
  EXPECT_EQ(complaint(relaxed), "accepted");
  for (const char* key : {"batch_size", "discriminator_batch_size"}) {
    EXPECT_EQ(complaint(relaxed + "[training]\n" + key + " = 1\n"),
              "my.toml: training." + std::string(key) +
                  " = 1: D compares a batch's sentences; set discriminator.minibatch_deviation = "
                  "false, or " +
                  key + " to 2 or more");
  }
}

TEST(RecipeRules, RefuseRewardsThatTheObjectiveCannotGive) {
  const auto of = [](const std::string& objective, const std::string& reward) {
    return of_policy_gradient("reward = \"" + reward + "\"\n[objective]\nname = \"" + objective +
                              "\"\n");
  };
  for (const char* reward : {"probability", "log-probability", "ratio", "centred"}) {
    EXPECT_EQ(of("minimax", reward), "accepted");
    EXPECT_THAT(of("wasserstein-gp", reward), HasSubstr("no log odds; set it to \"objective\""));
    EXPECT_THAT(of("ranking", reward), HasSubstr("learns nothing; set it to \"objective\""));
  }
  EXPECT_EQ(of("wasserstein-gp", "logit"), "accepted");
  EXPECT_THAT(of("ranking", "logit"), HasSubstr("strategy.policy-gradient.reward: \"logit\""));
  EXPECT_EQ(of("ranking", "objective"), "accepted");
  EXPECT_THAT(complaint("[strategy]\nname = \"taylor\"\n[strategy.taylor]\nreward = \"ratio\"\n"
                        "[objective]\nname = \"hinge\"\n"),
              HasSubstr("strategy.taylor.reward"));
}

TEST(RecipeRules, KeepSamplesOfWeightsAndOwnTokensFromLabelsAndSources) {
  const std::string condition = "[generator]\nlabels = \"condition\"\n[training]\n";
  EXPECT_EQ(complaint("[training]\nscheduled_sampling = 0.5\n"), "accepted");
  EXPECT_THAT(complaint(condition + "scheduled_sampling = 0.5\n"),
              HasSubstr("training.scheduled_sampling: "));
  EXPECT_EQ(complaint("[training]\nposterior_samples = 4\n"), "accepted");
  EXPECT_THAT(complaint(condition + "posterior_samples = 4\n"),
              HasSubstr("training.posterior_samples: "));
}

}  // namespace
}  // namespace lingan::recipe_rules_test
