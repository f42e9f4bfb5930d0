#include <lingan/run/lstm_language_model.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <lingan/metrics/no_value.h>
#include <lingan/run/run_likelihood.h>

#include "tests/run/small_run.h"

namespace lingan {
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

/// nll-gen of a run that is trained on the sentences by the recipe.
double nll_of_a_run(const SentenceList& sentences, const SentenceList& learnt) {
  const testing::TemporaryFolder folder;
  std::vector<std::string> lines;
  for (int64_t i = 0; i < learnt.size(); ++i) lines.push_back(text_of(learnt[i]));
  const PreparedData data =
      prepare_text({.corpus = testing::write_lines(folder.path() / "text", lines).string(),
                    .validation_share = 0.1,
                    .tokenizer = "whitespace",
                    .seed = 1});
  const auto run = testing::trained_run(folder.path(), language_model_recipe(), data, 1);
  TokenBatch rows{0, data.train.width, {}, {}};
  for (int64_t i = 0; i < sentences.size(); ++i) {
    auto ids = data.tokenizer->encode(text_of(sentences[i]));
    ids.push_back(data.tokenizer->specials().eos);
    rows.lengths.push_back(static_cast<int32_t>(ids.size()));
    ids.resize(static_cast<size_t>(rows.width));
    rows.tokens.insert(rows.tokens.end(), ids.begin(), ids.end());
    ++rows.rows;
  }
  const auto rollouts = run.load_generator()->rollouts(data.tokenizer->specials());
  return run_likelihoods(*rollouts, run.spec(), {.real = rows, .samples = rows}, {"nll-gen"})
      .front()
      .value;
}

TEST(LstmLanguageModel, GivesTheLikelihoodOfARunThatIsTrainedByItsRecipe) {
  const SentenceList learnt = counting(60, 1);
  SentenceList scored = counting(9, 2);
  scored.append(std::vector<int32_t>{99, 1});  // the first is unknown
  EXPECT_EQ(lstm_nll_per_token(scored, learnt), nll_of_a_run(scored, learnt));
}

TEST(LstmLanguageModel, IsLessSurprisedByWhatItLearnt) {
  const SentenceList learnt = counting(300, 1);
  EXPECT_LT(lstm_nll_per_token(counting(40, 1), learnt),
            lstm_nll_per_token(counting(40, 5), learnt) - 0.5);
}

TEST(LstmLanguageModel, CountsTheEndOfASentenceWithoutWords) {
  SentenceList empty;
  empty.append({});
  EXPECT_GT(lstm_nll_per_token(empty, counting(20, 1)), 0.5);
}

TEST(LstmLanguageModel, HasNoValueWithoutSentences) {
  SentenceList one = counting(1, 1);
  one.append({});
  EXPECT_THROW(lstm_nll_per_token(counting(5, 1), one), metrics::NoValue);
  EXPECT_THROW(lstm_nll_per_token({}, counting(20, 1)), metrics::NoValue);
}

}  // namespace
}  // namespace lingan
