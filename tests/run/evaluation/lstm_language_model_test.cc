#include <lingan/run/evaluation/lstm_language_model.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/likelihood.h>
#include <lingan/metrics/no_value.h>
#include <lingan/model/generators/generator.h>
#include <lingan/run/evaluation/run_likelihood.h>

#include "tests/run/small_run.h"

namespace lingan::lstm_language_model_test {
namespace {

using metrics::SentenceList;

/// Numbers in the order in which their words, of three letters, stand in a dictionary.
std::string text_of(std::span<const int32_t> sentence) {
  std::string text;
  for (const int32_t id : sentence) text += fmt::format("{}w{:03}", text.empty() ? "" : " ", id);
  return text;
}

/// Counting up from somewhere.
SentenceList counting(int32_t sentences, int32_t step) {
  SentenceList list;
  for (int32_t i = 0; i < sentences; ++i) {
    std::vector<int32_t> ids;
    for (int32_t t = 0; t <= i % 4; ++t) ids.push_back((i + t * step) % 11);
    list.append(ids);
  }
  return list;
}

/// A run that is trained on sentences by the recipe, and others in its ids.
struct TrainedRun {
  testing::TemporaryFolder folder;
  std::optional<RunDirectory> run;
  TokenBatch rows;
};

void train(const SentenceList& sentences, const SentenceList& learnt, TrainedRun& trained) {
  std::vector<std::string> lines;
  for (int64_t i = 0; i < learnt.size(); ++i) lines.push_back(text_of(learnt[i]));
  const PreparedData data =
      prepare_text({.corpus = testing::write_lines(trained.folder.path() / "text", lines).string(),
                    .validation_share = 0.1,
                    .tokenizer = "whitespace",
                    .seed = 1});
  trained.run = testing::trained_run(trained.folder.path(), language_model_recipe(), data, 1);
  TokenBatch& rows = trained.rows;
  rows = {0, data.train.width, {}, {}};
  for (int64_t i = 0; i < sentences.size(); ++i) {
    auto ids = data.tokenizer->encode(text_of(sentences[i]));
    ids.push_back(data.tokenizer->specials().eos);
    rows.lengths.push_back(static_cast<int32_t>(ids.size()));
    ids.resize(static_cast<size_t>(rows.width));
    rows.tokens.insert(rows.tokens.end(), ids.begin(), ids.end());
    ++rows.rows;
  }
}

/// nll-gen of a run that is trained on the sentences by the recipe.
double nll_of_a_run(const SentenceList& sentences, const SentenceList& learnt) {
  TrainedRun trained;
  train(sentences, learnt, trained);
  const auto& [folder, run, rows] = trained;
  const auto rollouts = run->load_generator()->rollouts(run->spec().tokenizer->specials());
  return run_likelihoods(*rollouts, run->spec(), {.real = rows, .samples = rows}, {"nll-gen"})
      .front()
      .value;
}

double nll(const SentenceList& sentences, const SentenceList& learnt) {
  const auto actual = lstm_trainer()(learnt)->log_probabilities(sentences);
  return metrics::nll_per_token({actual.log_probabilities, actual.lengths, actual.width});
}

TEST(LstmLanguageModel, GivesTheLikelihoodOfARunThatIsTrainedByItsRecipe) {
  const SentenceList learnt = counting(60, 1);
  SentenceList measured = counting(9, 2);
  measured.append(std::vector<int32_t>{99, 1});  // the first is unknown
  EXPECT_EQ(nll(measured, learnt), nll_of_a_run(measured, learnt));
}

/// Feeds one token after another to the run's generator.
TEST(LstmLanguageModel, HasTheMeanOfItsStatesForAVector) {
  const SentenceList learnt = counting(60, 1);
  SentenceList read = counting(4, 2);
  read.append({});
  TrainedRun trained;
  train(read, learnt, trained);
  const auto vectors = lstm_trainer()(learnt)->vectors(read);
  ASSERT_EQ(vectors.size(), read.size());
  ASSERT_EQ(vectors.width, 128);
  const torch::NoGradGuard no_gradient;
  const auto generator = trained.run->load_generator();
  for (int64_t i = 0; i < read.size(); ++i) {
    auto state = generator->initial_state(1);
    torch::Tensor input = generator->first_input(1, {}), sum = torch::zeros({128});
    const auto tokens = trained.rows.row(i);  // the last is eos, which is not fed
    for (const int32_t token : tokens) {
      sum += generator->advance(input, state)[0];
      input = generator->embeddings()[token].unsqueeze(0);
    }
    for (int64_t j = 0; j < 128; ++j) {
      EXPECT_NEAR(vectors[i][j], sum[j].item<double>() / static_cast<double>(tokens.size()), 1e-6)
          << "sentence " << i;
    }
  }
}

TEST(LstmLanguageModel, HasTheSameVectorsEveryTime) {
  const SentenceList learnt = counting(60, 1), read = counting(20, 2);
  EXPECT_EQ(lstm_trainer()(learnt)->vectors(read).values,
            lstm_trainer()(learnt)->vectors(read).values);
}

/// Frechet distance of vectors that a model of the references gives.
double frechet(const SentenceList& hypotheses, const SentenceList& references) {
  const metrics::EvaluationSentences sentences{.hypotheses = hypotheses, .references = references};
  return evaluate(sentences, {.metrics = {"frechet"}, .language_model = lstm_trainer()})
      .front()
      .value;
}

TEST(LstmLanguageModel, TellsShuffledWordsFromHeldOutText) {
  const SentenceList references = counting(300, 1);
  const SentenceList held_out = slice(counting(450, 1), 300, 450);
  SentenceList shuffled = held_out;
  std::ranges::reverse(shuffled.ids);  // sentences count down
  EXPECT_NEAR(frechet(references, references), 0, 1e-6);
  EXPECT_GT(frechet(shuffled, references), 2 * frechet(held_out, references));
}

TEST(LstmLanguageModel, IsTrainedOnceForTheSameSentences) {
  const auto trainer = lstm_trainer();
  const SentenceList some = counting(20, 1), others = counting(20, 2);
  const auto model = trainer(some);
  EXPECT_NE(trainer(others), model);
  EXPECT_EQ(trainer(some), model);
}

TEST(LstmLanguageModel, IsLessSurprisedByWhatItLearnt) {
  const SentenceList learnt = counting(300, 1);
  EXPECT_LT(nll(counting(40, 1), learnt), nll(counting(40, 5), learnt) - 0.5);
}

TEST(LstmLanguageModel, CountsTheEndOfASentenceWithoutWords) {
  SentenceList empty;
  empty.append({});
  EXPECT_GT(nll(empty, counting(20, 1)), 0.5);
}

TEST(LstmLanguageModel, HasNoValueWithoutSentences) {
  SentenceList one = counting(1, 1);
  one.append({});
  EXPECT_THROW(nll(counting(5, 1), one), metrics::NoValue);
  EXPECT_THROW(nll({}, counting(20, 1)), metrics::NoValue);
  EXPECT_THROW(lstm_trainer()(counting(20, 1))->vectors({}), metrics::NoValue);
}

}  // namespace
}  // namespace lingan::lstm_language_model_test
