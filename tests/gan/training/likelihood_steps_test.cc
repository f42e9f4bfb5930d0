#include <lingan/gan/training/likelihood_steps.h>

#include <gtest/gtest.h>

#include <vector>

#include <lingan/model/sentences/sentences.h>

#include "tests/gan/training/small_run.h"

namespace lingan::likelihood_steps_test {
namespace {

using testing::counting_data;

/// Without dropout, so that a loss can be computed again.
Recipe plain_recipe(int64_t batch_size) {
  Recipe recipe = testing::small_recipe("");
  recipe.generator.input_dropout = recipe.generator.output_dropout = 0.0;
  recipe.training.batch_size = batch_size;
  return recipe;
}

/// Of 4, 5, 6 and 7 tokens; a sentence of the corpus has 5.5 on average.
const std::vector<int64_t> kRows = {0, 1, 2, 3};

/// -ln p of those sentences, summed over their tokens.
double summed_nll(const TrainingState& state) {
  const torch::NoGradGuard no_gradient;
  const Sentences sentences = to_sentences(select_rows(state.data.train, kRows));
  const auto log_p = torch::log_softmax(state.players.generator->forward(sentences.tokens), 2)
                         .gather(2, sentences.tokens.unsqueeze(2))
                         .squeeze(2);
  return -(log_p * inside(sentences.lengths, log_p.size(1))).sum().item<double>();
}

/// However long the sentences of a step are: its loss is over the tokens of an average batch.
TEST(LikelihoodSteps, WeighEveryTokenOfTheCorpusTheSame) {
  TrainingState state(plain_recipe(16), counting_data(), 1);
  LikelihoodSteps steps(state);
  const double nll = summed_nll(state);
  const double loss = steps.step(kRows, 0.0).loss.item<double>();
  EXPECT_NEAR(loss, nll / (16 * 5.5), 1e-5);
  EXPECT_EQ(steps.tokens_of(kRows), 4 + 5 + 6 + 7);
  EXPECT_NEAR(steps.nll_per_token(loss, kRows), nll / 22, 1e-4);
}

TEST(LikelihoodSteps, TakeACorpusThatIsSmallerThanABatchForABatch) {
  TrainingState state(plain_recipe(100), counting_data(), 1);
  LikelihoodSteps steps(state);
  const double nll = summed_nll(state);
  EXPECT_NEAR(steps.step(kRows, 0.0).loss.item<double>(), nll / (64 * 5.5), 1e-5);
}

/// Two of the words of the first sentence, of 64 with 5.5 tokens each.
TEST(LikelihoodSteps, DoNotCountWordsThatAreMissing) {
  TrainingData data = counting_data();
  data.train.tokens[0] = data.train.tokens[2] = data.specials.bos;
  TrainingState state(plain_recipe(16), data, 1);
  LikelihoodSteps steps(state);
  EXPECT_EQ(steps.tokens_of(kRows), 4 - 2 + 5 + 6 + 7);
  const double loss = steps.step(kRows, 0.0).loss.item<double>();
  EXPECT_NEAR(steps.nll_per_token(loss, kRows) * 20, loss * 16 * (64 * 5.5 - 2) / 64, 1e-4);
}

TEST(LikelihoodSteps, MoveTheGeneratorToLikelierSentences) {
  Recipe recipe = plain_recipe(16);
  recipe.optimizers.likelihood.learning_rate = 0.02;
  TrainingState state(recipe, counting_data(), 1);
  LikelihoodSteps steps(state);
  const double before = summed_nll(state);
  for (int step = 0; step < 20; ++step) {
    EXPECT_GT(steps.step(kRows, 0.0).gradient_norm.item<double>(), 0);
  }
  EXPECT_LT(summed_nll(state), 0.8 * before);
  EXPECT_FALSE(state.players.generator->is_training()) << "what measures it drops nothing out";
}

}  // namespace
}  // namespace lingan::likelihood_steps_test
