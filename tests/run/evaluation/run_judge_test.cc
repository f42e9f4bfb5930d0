#include <lingan/run/evaluation/run_judge.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/heard_notices.h"
#include "tests/refusal.h"
#include "tests/run/judged_run.h"

namespace lingan::run_judge_test {
namespace {

using testing::JudgedRun;
using testing::SmallRun;

/// What the discriminator in the checkpoint says, put together by hand.
std::vector<double> by_hand(const RunDirectory& run, const TokenBatch& sentences) {
  const TensorFile file = load_tensors(run.checkpoint());
  DiscriminatorOptions options = run.spec().recipe.discriminator;
  options.vocabulary_size = run.spec().tokenizer->size();
  options.specials = run.spec().tokenizer->specials();
  options.length = run.spec().length;
  const auto discriminator = make_discriminator(options, {});
  if (options.embeddings == "generator") {
    discriminator->share_embeddings(file.tensors.at("generator.embedding"));
  }
  restore_tensors(*discriminator, "discriminator.", file);
  const torch::NoGradGuard no_gradient;
  if (run.spec().recipe.optimizers.discriminator.average > 0) {
    auto weights = discriminator->parameters();
    for (size_t i = 0; i < weights.size(); ++i) {
      weights[i].copy_(file.tensors.at("discriminator-adam." + std::to_string(i) + ".average"));
    }
  }
  discriminator->eval();
  const auto logits = discriminator->logits(to_sentences(sentences));
  std::vector<double> all;
  for (int64_t row = 0; row < sentences.rows; ++row) all.push_back(logits[row].item<double>());
  return all;
}

TEST(RunJudge, SaysWhatTheDiscriminatorInTheCheckpointSays) {
  for (const char* more :
       {"", "optimizer.discriminator.average=0.9", "discriminator.embeddings=generator"}) {
    const JudgedRun judged(more);
    const TokenBatch& sentences = judged.data.train;
    const auto expected = by_hand(judged.run, sentences);
    EXPECT_THAT(RunJudge(judged.run).log_odds(sentences),
                ::testing::Pointwise(::testing::DoubleNear(1e-5), expected))
        << more;
    EXPECT_NE(expected.front(), expected.back());
  }
}

std::string refusal(const RunDirectory& run) {
  return testing::refusal<Error>([&] { RunJudge judge(run); });
}

TEST(RunJudge, RefusesObjectivesWhoseOutputIsNoLogitByName) {
  const JudgedRun judged;
  int refused = 0;
  for (const ObjectiveCard& card : objectives()) {
    if (card.outputs == Outputs::kLogOdds) continue;
    Recipe recipe = judged.run.spec().recipe;
    recipe.objective = card.name;
    ++refused;
    EXPECT_THAT(refusal(judged.run.with_recipe(recipe)),
                ::testing::AllOf(::testing::StartsWith("`judge`: by the objective \"" +
                                                       std::string(card.name) + "\""),
                                 ::testing::EndsWith("leave it out")));
  }
  EXPECT_GT(refused, 8);
}

TEST(RunJudge, RefusesRunsWithoutOdds) {
  const SmallRun small;
  EXPECT_EQ(refusal(small.run), "`judge`: the run's recipe has no discriminator; leave it out");
  const JudgedRun judged;
  Recipe recipe = judged.run.spec().recipe;
  recipe.discriminator.label_smoothing = 0.1;
  EXPECT_THAT(refusal(judged.run.with_recipe(recipe)), ::testing::HasSubstr("label_smoothing"));
  recipe = judged.run.spec().recipe;
  recipe.discriminator.minibatch_deviation = true;
  EXPECT_THAT(refusal(judged.run.with_recipe(recipe)), ::testing::HasSubstr("judges batches"));
  recipe = judged.run.spec().recipe;
  recipe.discriminator.kind = "recurrent";
  recipe.discriminator.own.get<RecurrentDiscriminatorOptions>().judges = "tokens";
  EXPECT_THAT(refusal(judged.run.with_recipe(recipe)), ::testing::HasSubstr("judges tokens"));
  recipe = judged.run.spec().recipe;
  recipe.training.discriminator_pretrain_rounds = 0;
  EXPECT_EQ(why_no_odds(recipe), "") << "it learns in the rounds";
  recipe.training.round = "generator";
  EXPECT_THAT(refusal(judged.run.with_recipe(recipe)), ::testing::HasSubstr("is never trained"));
  recipe.strategy = "missing-data";
  EXPECT_THAT(refusal(judged.run.with_recipe(recipe)), ::testing::HasSubstr("that lack words"));
}

TEST(RunJudge, HasWeakOddsWhereDHasSeenRelaxedSentences) {
  EXPECT_EQ(why_weak_odds(JudgedRun::recipe("")), "");
  EXPECT_THAT(why_weak_odds(testing::tiny_gan()), ::testing::HasSubstr("relaxed sentences"));
}

TEST(RunJudge, RefusesADiscriminatorThatIsNotThereOrNotTrained) {
  const JudgedRun judged;
  TensorFile file = load_tensors(judged.run.checkpoint());
  std::erase_if(file.tensors,
                [](const auto& entry) { return entry.first.starts_with("discriminator-adam."); });
  save_tensors(judged.run.checkpoint(), file);
  EXPECT_THAT(refusal(judged.run), ::testing::HasSubstr("has not been trained yet"));
  std::filesystem::remove(judged.run.checkpoint());
  EXPECT_THAT(refusal(judged.run), ::testing::HasSubstr("checkpoint.safetensors: is missing"));
}

}  // namespace
}  // namespace lingan::run_judge_test
