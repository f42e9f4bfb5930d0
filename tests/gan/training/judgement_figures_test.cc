#include <lingan/gan/training/judgement_figures.h>

#include <gtest/gtest.h>

#include <lingan/gan/objectives/output_objective.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>

#include "tests/gan/training/small_run.h"

namespace lingan::judgement_figures_test {
namespace {

using testing::counting_data;
using testing::small_recipe;

torch::Tensor numbers(const std::vector<double>& values) {
  return torch::tensor(values, torch::kFloat64);
}

TEST(RankingAccuracy, CountsPairsAndHalvesTies) {
  EXPECT_DOUBLE_EQ(ranking_accuracy(numbers({3, 4}), numbers({1, 2})), 1.0);
  EXPECT_DOUBLE_EQ(ranking_accuracy(numbers({1, 2}), numbers({3, 4})), 0.0);
  EXPECT_DOUBLE_EQ(ranking_accuracy(numbers({1, 1}), numbers({1})), 0.5);
  // Of six pairs (2, 0), (5, 0), (5, 3) and (3, 0) are right, (3, 3) is a tie.
  EXPECT_DOUBLE_EQ(ranking_accuracy(numbers({2, 5, 3}), numbers({0, 3})), 4.5 / 6);
}

TEST(JudgementFigures, AreThoseOfHeldOutAndUnseenSentences) {
  for (const char* strategy : {"policy-gradient", "gumbel-softmax", "embedding"}) {
    TrainingState state(small_recipe(strategy), counting_data(), 1);
    const auto figures = judgement_figures(state, 0);
    state.players.discriminator->eval();
    const Sentences held_out = to_sentences(state.data.validation);
    const auto outputs = per_sentence(state.players.discriminator->logits(held_out));
    EXPECT_NEAR(figures.at("real-output"), outputs.mean().item<double>(), 1e-6) << strategy;
    EXPECT_TRUE(std::isfinite(figures.at("fake-output"))) << strategy;
    EXPECT_GE(figures.at("discriminator-accuracy"), 0.0) << strategy;
    EXPECT_LE(figures.at("discriminator-accuracy"), 1.0) << strategy;
  }
}

/// D has learned from sentences that lack words.
TEST(JudgementFigures, AreOfHeldOutSentencesThatLackWhatTheTextLacks) {
  TrainingData data = counting_data();
  for (int64_t row = 0; row < data.train.rows; ++row) data.train.tokens[row * 7 + 1] = 1;
  const TrainingState state(small_recipe("missing-data"), data, 1);
  const auto figures = judgement_figures(state, 0);
  TokenBatch lacking = data.validation;
  for (int64_t row = 0; row < lacking.rows; ++row) lacking.tokens[row * 7 + 1] = 1;
  state.players.discriminator->eval();
  const auto outputs = state.players.discriminator->logits(to_sentences(lacking));
  EXPECT_NEAR(figures.at("real-output"), outputs.mean().item<double>(), 1e-6);
}

TEST(JudgementFigures, AreNotThereWhereNoOutputIsTrained) {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.objective = "mean-covariance";
  EXPECT_TRUE(judgement_figures(TrainingState(recipe, counting_data(), 1), 0).empty());
}

TEST(JudgementFigures, AreMeansOverTokensWhereTheyAreJudged) {
  Recipe recipe = small_recipe("gumbel-softmax");
  recipe.discriminator.kind = "recurrent";
  recipe.discriminator.own.get<RecurrentDiscriminatorOptions>() = {"lstm", 8, 1,
                                                                   false,  8, "tokens"};
  TrainingState state(recipe, counting_data(), 1);
  const auto figures = judgement_figures(state, 0);
  state.players.discriminator->eval();
  const TokenBatch& held_out = state.data.validation;
  const auto outputs = state.players.discriminator->logits(to_sentences(held_out));
  double sum = 0;
  for (int64_t row = 0; row < held_out.rows; ++row) {
    sum += outputs[row].narrow(0, 0, held_out.lengths[row]).mean().item<double>();
  }
  EXPECT_NEAR(figures.at("real-output"), sum / static_cast<double>(held_out.rows), 1e-6);
}

/// Batch by batch, as D is trained.
TEST(JudgementFigures, AreOfBatchesWhereTheseAreJudged) {
  Recipe recipe = small_recipe("gumbel-softmax");
  recipe.discriminator.minibatch_deviation = true;
  recipe.training.batch_size = 8;
  TrainingState state(recipe, counting_data(), 1);
  const auto figures = judgement_figures(state, 0);
  state.players.discriminator->eval();
  const Sentences held_out = to_sentences(state.data.validation);
  const auto mean_of = [&](int64_t first, int64_t rows) {
    const auto some = rows_of(held_out, first, rows);
    return state.players.discriminator->logits(some).mean().item<double>();
  };
  ASSERT_EQ(held_out.rows(), 16);
  EXPECT_NEAR(figures.at("real-output"), (mean_of(0, 8) + mean_of(8, 8)) / 2, 1e-6);
  EXPECT_GT(std::abs(figures.at("real-output") - mean_of(0, 16)), 1e-6);
}

TEST(JudgementFigures, AreNotThereWithoutHeldOutSentences) {
  TrainingData data = counting_data();
  data.validation = TokenBatch::filled(0, 7, 0);
  TrainingState state(small_recipe("policy-gradient"), data, 1);
  EXPECT_TRUE(judgement_figures(state, 0).empty());
}

}  // namespace
}  // namespace lingan::judgement_figures_test
