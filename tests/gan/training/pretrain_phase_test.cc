#include <lingan/gan/training/pretrain_phase.h>

#include <torch/autograd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/gan/training/batch_order.h>
#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/gan/training/output_bias.h>
#include <lingan/gan/training/validation.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/gan/training/small_run.h"

namespace lingan::pretrain_phase_test {
namespace {

using testing::counting_data;
using testing::small_recipe;
using testing::Watcher;

/// Runs the phase to its end.
Watcher run(TrainingState& state) {
  PretrainPhase phase(state);
  Watcher watcher;
  while (phase.step(watcher) != Phase::Outcome::kFinished) {
  }
  return watcher;
}

TEST(PretrainPhase, LearnsByMaximumLikelihood) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 60;
  recipe.optimizers.likelihood.learning_rate = 0.02;
  TrainingState state(recipe, counting_data(), 1);
  const Watcher watcher = run(state);
  EXPECT_GT(watcher.records.front().values.at("nll"), 1.5);
  // What is left is the first token (6 equally likely) and the length (4), over 5.5 tokens.
  EXPECT_LT(watcher.records.back().values.at("nll"), (std::log(6.0) + std::log(4.0)) / 5.5 + 0.15);
}

/// A recipe whose steps change next to nothing, without dropout.
Recipe still_recipe() {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 1;
  recipe.generator.input_dropout = recipe.generator.output_dropout = 0.0;
  recipe.optimizers.likelihood.learning_rate = 1e-12;
  recipe.optimizers.likelihood.gradient_clip = 0.0;
  return recipe;
}

/// -ln p of some sentences, summed over their tokens.
torch::Tensor summed_nll(Generator& generator, const Sentences& sentences) {
  const auto log_p = torch::log_softmax(generator.forward(sentences.tokens), 2)
                         .gather(2, sentences.tokens.unsqueeze(2))
                         .squeeze(2);
  return -(log_p * inside(sentences.lengths, sentences.tokens.size(1))).sum();
}

TEST(PretrainPhase, WeighsAllTokensOfTheCorpusTheSame) {
  TrainingState state(still_recipe(), counting_data(), 1);
  Generator& generator = *state.players.generator;
  // The batches hold 4, 5, 6 and 7 tokens a sentence, 5.5 on average, and 16 sentences.
  const auto batches =
      length_bucketed_batches(state.data.train, 16, {1, Purpose::kShuffle, uint32_t{0}});
  torch::Tensor mean = torch::zeros_like(generator.embeddings());
  for (const auto& rows : batches) {
    const auto loss = summed_nll(generator, state.corpus.select(rows)) / (5.5 * 16);
    const auto gradient = torch::autograd::grad({loss}, {generator.embeddings()})[0];
    mean = 0.9 * mean + 0.1 * gradient;
  }
  run(state);
  TensorFile file;
  state.players.save(file);
  const torch::Tensor& moment = file.tensors.at("likelihood-adam.0.exp_avg");
  EXPECT_TRUE(torch::allclose(moment, mean, 1e-4, 1e-7));
}

TEST(PretrainPhase, RecordsTheLossOfTheCorpusByToken) {
  TrainingState state(still_recipe(), counting_data(), 1);
  const double expected = corpus_nll(*state.players.generator, state.data.train, SpecialTokens{});
  const Watcher watcher = run(state);
  EXPECT_NEAR(watcher.records.at(0).values.at("loss"), expected, 1e-5);
}

/// Sentences of one word, as many times as a geometric law with an end after every sixth word has
/// it: sentence i is its quantile (i + 1/2) / 640.
TrainingData sentences_of_geometric_lengths() {
  constexpr int64_t kRows = 640;
  constexpr int32_t kWidth = 40;
  TrainingData data{.train = TokenBatch::filled(kRows, kWidth, 0),
                    .validation = {},
                    .specials = SpecialTokens{},
                    .vocabulary_size = 5};
  for (int64_t row = 0; row < kRows; ++row) {
    const double above = 1 - (static_cast<double>(row) + 0.5) / kRows;
    const double words = std::floor(std::log(above) / std::log(5.0 / 6.0));
    const auto length = static_cast<int32_t>(std::min(words, kWidth - 1.0));
    for (int32_t t = 0; t < length; ++t) data.train.tokens[row * kWidth + t] = 4;
    data.train.tokens[row * kWidth + length] = data.specials.eos;
    data.train.lengths[row] = length + 1;
  }
  return data;
}

double mean_length(const TokenBatch& batch) {
  return std::accumulate(batch.lengths.begin(), batch.lengths.end(), 0.0) /
         static_cast<double>(batch.rows);
}

/// Mean length of what the generator draws, as a share of the corpus's.
double relative_length(const TrainingState& state) {
  engine::SampleRequest request;
  request.rows = 20000;
  request.length = state.data.train.width;
  request.stream = {1, Purpose::kSample, 0};
  const auto samples = state.players.generator->rollouts(state.data.specials)->sample(request);
  return mean_length(samples.tokens) / mean_length(state.data.train);
}

/// A recipe that learns the lengths of sentences_of_geometric_lengths().
Recipe recipe_for_lengths(double dropout) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 12;
  recipe.generator.input_dropout = recipe.generator.output_dropout = dropout;
  recipe.optimizers.likelihood.schedule = "cosine";
  return recipe;
}

TEST(PretrainPhase, TeachesSentencesAsLongAsTheCorpus) {
  const Recipe recipe = recipe_for_lengths(0.0);
  TrainingState state(recipe, sentences_of_geometric_lengths(), 1);
  run(state);
  // A token mean over batches of one length each would teach 1 / length on average as the chance of
  // an end: sentences half as long.
  EXPECT_NEAR(relative_length(state), 1.0, 0.02);
}

TEST(PretrainPhase, FitsTheOutputBiasSoThatDropoutMakesNoSentenceShorter) {
  torch::manual_seed(1);  // of the masks of dropout, which a trainer seeds
  Recipe recipe = recipe_for_lengths(0.6);
  TrainingState without(recipe, sentences_of_geometric_lengths(), 1);
  run(without);
  EXPECT_GT(std::abs(relative_length(without) - 1.0), 0.02) << "dropout must have an effect";
  recipe.training.output_bias_passes = 4;
  TrainingState state(recipe, sentences_of_geometric_lengths(), 1);
  const Watcher watcher = run(state);
  EXPECT_NEAR(relative_length(state), 1.0, 0.02);
  const TrainingRecord& record = watcher.records.back();
  EXPECT_EQ(record.phase, "output-bias");
  EXPECT_GT(record.step, 0);
  EXPECT_DOUBLE_EQ(record.values.at("nll"),
                   corpus_nll(*state.players.generator, state.data.train, state.data.specials));
}

TEST(PretrainPhase, FitsTheOutputBiasOfTheWeightsThatItChose) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 20;
  recipe.training.pretrain_patience = 2;
  // Without dropout, whose masks are the trainer's to seed, both runs take the same steps.
  recipe.generator.input_dropout = recipe.generator.output_dropout = 0.0;
  recipe.optimizers.likelihood.learning_rate = 0.5;  // too large: validation soon stops falling
  TrainingState without(recipe, counting_data(), 1);
  run(without);
  recipe.training.output_bias_passes = 3;
  TrainingState state(recipe, counting_data(), 1);
  const Watcher watcher = run(state);
  OutputBiasFit fit(*without.players.generator, without.data.train);
  for (int64_t pass = 0; pass < watcher.records.back().step; ++pass) {
    fit.count(to_sentences(without.data.train));
    fit.end_pass();
  }
  for (const auto& parameter : without.players.generator->named_parameters()) {
    EXPECT_TRUE(torch::allclose(parameter.value(), state.best.weights().at(parameter.key())));
    EXPECT_TRUE(torch::equal(state.best.weights().at(parameter.key()),
                             state.players.generator->named_parameters()[parameter.key()]));
  }
  EXPECT_EQ(state.best.origin().phase, "pretrain");
  EXPECT_EQ(state.best.origin().step, without.best.origin().step);
  EXPECT_DOUBLE_EQ(watcher.records.back().values.at("nll"),
                   validation_loss(*state.players.generator, state.data, 0.0));
}

/// Validation text that has none of the words of the training text.
TEST(PretrainPhase, KeepsNoPassOfTheOutputBiasThatValidationLosesBy) {
  Recipe recipe = small_recipe("");
  TrainingData data = counting_data();
  for (int32_t& token : data.validation.tokens) token = token >= 4 ? 3 : token;
  recipe.training.output_bias_passes = 3;
  TrainingState state(recipe, data, 1);
  const Watcher watcher = run(state);
  const TrainingRecord& record = watcher.records.back();
  EXPECT_EQ(record.phase, "output-bias");
  EXPECT_EQ(record.step, 0);
  double best = 1e9;
  for (const auto& one : watcher.records) best = std::min(best, one.values.at("nll"));
  EXPECT_DOUBLE_EQ(record.values.at("nll"), best);
  EXPECT_DOUBLE_EQ(validation_loss(*state.players.generator, state.data, 0.0), best);
}

TEST(PretrainPhase, MeasuresAndLeavesTheAverageOfTheWeights) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 6;
  recipe.optimizers.likelihood.learning_rate = 0.1;
  recipe.optimizers.likelihood.average = 0.9;
  TrainingState state(recipe, counting_data(), 1);
  const Watcher watcher = run(state);
  double best = 1e9;
  for (const auto& record : watcher.records) best = std::min(best, record.values.at("nll"));
  EXPECT_DOUBLE_EQ(validation_loss(*state.players.generator, state.data, 0.0), best);
  recipe.optimizers.likelihood.average = 0.0;
  TrainingState without(recipe, counting_data(), 1);
  EXPECT_NE(run(without).records.back().values.at("nll"), watcher.records.back().values.at("nll"));
  const TensorFile averaged{state.best.weights(), {}}, last{without.best.weights(), {}};
  EXPECT_FALSE(torch::equal(averaged.tensors.at("embedding"), last.tensors.at("embedding")));
}

TEST(PretrainPhase, StopsEarlyAndLeavesTheBestWeights) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 500;
  recipe.training.pretrain_patience = 2;
  recipe.optimizers.likelihood.learning_rate = 0.5;  // too large: validation soon stops falling
  TrainingState state(recipe, counting_data(), 1);
  const Watcher watcher = run(state);
  EXPECT_LT(watcher.records.size(), 500u);
  double best = 1e9;
  for (const auto& record : watcher.records) best = std::min(best, record.values.at("nll"));
  EXPECT_DOUBLE_EQ(watcher.records[watcher.records.size() - 3].values.at("nll"), best);
  for (const auto& parameter : state.players.generator->named_parameters()) {
    EXPECT_TRUE(torch::equal(parameter.value(), state.best.weights().at(parameter.key())));
  }
}

TEST(PretrainPhase, LeavesTheLastWeightsWhereTheyAreSelected) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 30;
  recipe.optimizers.likelihood.learning_rate = 0.5;
  recipe.training.select = "last";
  TrainingState state(recipe, counting_data(), 1);
  const Watcher watcher = run(state);
  double best = 1e9;
  for (const auto& record : watcher.records) best = std::min(best, record.values.at("nll"));
  ASSERT_GT(watcher.records.back().values.at("nll"), best) << "the last epoch must not be the best";
  TrainingState chosen_by_nll(
      [&] {
        recipe.training.select = "nll";
        return recipe;
      }(),
      counting_data(), 1);
  run(chosen_by_nll);
  EXPECT_FALSE(torch::equal(state.players.generator->parameters()[0],
                            chosen_by_nll.players.generator->parameters()[0]));
}

class DivergingRun : public ::testing::TestWithParam<double> {};

TEST_P(DivergingRun, StopsWhereALossIsNotFiniteAndSaysWhere) {
  Recipe recipe = small_recipe("");
  recipe.optimizers.likelihood.learning_rate = 1e38;  // the weights overflow
  recipe.optimizers.likelihood.gradient_clip = GetParam();
  TrainingState state(recipe, counting_data(), 1);
  try {
    run(state);
    FAIL() << "a diverged run must stop";
  } catch (const NumericError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("the maximum-likelihood"));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("is not finite at step 1, batch"));
  }
}

INSTANTIATE_TEST_SUITE_P(GradientClips, DivergingRun, ::testing::Values(0.0, 5.0));

}  // namespace
}  // namespace lingan::pretrain_phase_test
