#include <lingan/run/evaluation/run_sampler.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include <lingan/base/error.h>
#include <lingan/run/evaluation/run_judge.h>
#include <lingan/text/tokenizer/line_text.h>

#include "tests/heard_notices.h"
#include "tests/refusal.h"
#include "tests/run/judged_run.h"
#include "tests/run/small_run.h"

namespace lingan::run_sampler_test {
namespace {

using testing::LabelledRun;
using testing::SmallRun;

TokenBatch draw(const RunDirectory& run, const RunSampleRequest& request) {
  TokenBatch all{0, run.spec().length, {}, {}};
  sample_run(run, request, [&](const engine::Samples& block) {
    all.rows += block.tokens.rows;
    all.tokens.insert(all.tokens.end(), block.tokens.tokens.begin(), block.tokens.tokens.end());
    all.lengths.insert(all.lengths.end(), block.tokens.lengths.begin(), block.tokens.lengths.end());
  });
  return all;
}

TEST(SampleRun, DrawsTheSameSentencesInAnyNumberOfBlocks) {
  const SmallRun small;
  const TokenBatch many = draw(small.run, {.sentences = 5000, .seed = 7});  // more than one block
  const TokenBatch few = draw(small.run, {.sentences = 20, .seed = 7});
  ASSERT_EQ(many.rows, 5000);
  ASSERT_EQ(few.rows, 20);
  EXPECT_TRUE(std::equal(few.tokens.begin(), few.tokens.end(), many.tokens.begin()));
  EXPECT_NE(draw(small.run, {.sentences = 20, .seed = 8}).tokens, few.tokens);
}

TEST(SampleRun, DrawsFromAllSamplesOfTheWeightsThatTrainingKept) {
  const testing::TemporaryFolder folder;
  const PreparedData data = prepare_text(
      {.corpus = testing::write_lines(folder.path() / "text", testing::small_text()).string(),
       .validation_share = 0.25,
       .tokenizer = "whitespace"});
  const std::vector<std::string> overrides = {
      "strategy.name=gumbel-softmax",      "training.adversarial_rounds=6",
      "training.round=generator",          "optimizer.generator.rule=sghmc",
      "optimizer.generator.temperature=1", "training.posterior_samples=3",
      "training.posterior_every=2"};
  const Recipe recipe = parse_recipe(format_recipe(testing::tiny_recipe()), "tiny.toml", overrides);
  const RunDirectory run = testing::trained_run(folder.path(), recipe, data);
  EXPECT_EQ(run.load_posterior().size(), 3U);
  std::array<int, 3> of_sample{};
  sample_run(run, {.sentences = 300, .posterior = true}, [&](const engine::Samples& block) {
    for (const int32_t sample : block.tokens.labels) ++of_sample.at(static_cast<size_t>(sample));
  });
  for (const int count : of_sample) EXPECT_NEAR(count, 100, 35);  // four deviations
  EXPECT_EQ(draw(run, {.sentences = 20, .posterior = true}).tokens,
            draw(run, {.sentences = 20, .posterior = true}).tokens);
  const SmallRun without;
  EXPECT_THROW(draw(without.run, {.posterior = true}), InputError);
}

TEST(SampleRun, BeginsWithThePrompt) {
  const SmallRun small;
  const int32_t they = small.data.tokenizer->encode("they").at(0);
  const TokenBatch rows = draw(small.run, {.sentences = 10, .prompt = "they"});
  for (int64_t row = 0; row < rows.rows; ++row) EXPECT_EQ(rows.row(row)[0], they);
}

TEST(SampleRun, RefusesAPromptThatFillsTheSentence) {
  const SmallRun small;
  EXPECT_THROW(draw(small.run, {.prompt = "they write a letter and another letter"}), UsageError);
}

TEST(SampleRun, GivesNoticeOfUnknownWordsInThePrompt) {
  const SmallRun small;
  const testing::HeardNotices notices;
  const std::vector<std::string>& heard = notices.texts;
  draw(small.run, {.sentences = 1, .prompt = "they"});
  EXPECT_TRUE(heard.empty());
  draw(small.run, {.sentences = 1, .prompt = "zebra they xyz"});
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0], "`prompt`: the run does not know zebra, xyz; every sentence has <unk> there");
}

TEST(SampleRun, RefusesAPromptThatIsNoLineOfUtf8) {
  const SmallRun small;
  EXPECT_THROW(draw(small.run, {.prompt = "they \xFF"}), UsageError);
  EXPECT_THROW(draw(small.run, {.prompt = "they\nread"}), UsageError);
}

TEST(SampleRun, DrawsNothingThatBreaksALine) {
  for (const char* kind : {"bpe", "unigram"}) {
    const SmallRun small(kind);
    const auto forbidden = line_breaking_ids(*small.data.tokenizer);
    ASSERT_EQ(forbidden.size(), 3u);
    RunSampleRequest request{.sentences = 3000};
    request.options.temperature = 1000;  // all that can be drawn is
    const TokenBatch rows = draw(small.run, request);
    for (const int32_t id : forbidden) {
      EXPECT_EQ(std::count(rows.tokens.begin(), rows.tokens.end(), id), 0) << kind;
    }
  }
}

/// A label is the first word of its sentences.
TEST(SampleRun, DrawsSentencesOfALabel) {
  for (const char* use : {"separate", "condition"}) {
    const LabelledRun labelled(use);
    for (const Label& label : labelled.data.labels) {
      const TokenBatch rows = draw(labelled.run, {.sentences = 500, .label = label.name});
      const int32_t own = labelled.data.tokenizer->encode(label.name).at(0);
      int same = 0;
      for (int64_t row = 0; row < rows.rows; ++row) same += rows.row(row)[0] == own ? 1 : 0;
      EXPECT_GT(same, 425) << use << " " << label.name << ", 167 by chance";
    }
  }
}

TEST(SampleRun, DrawsLabelsAsOftenAsTrainingHasThem) {
  const LabelledRun labelled("condition");
  const int64_t all = labelled.data.train.rows;
  TokenBatch rows;
  sample_run(labelled.run, {.sentences = all},
             [&](const engine::Samples& block) { rows = block.tokens; });
  for (size_t i = 0; i < labelled.data.labels.size(); ++i) {
    EXPECT_EQ(std::count(rows.labels.begin(), rows.labels.end(), static_cast<int32_t>(i)),
              labelled.data.labels[i].sentences);
  }
  const auto generator = labelled.run.load_generator();
  const RunSampleRequest request{.sentences = all};
  const auto rollouts = sampling_rollouts(*generator, labelled.run.spec(), request);
  EXPECT_EQ(sample_rows(*rollouts, labelled.run, request).labels, rows.labels);
}

TEST(SampleRun, RefusesALabelThatTheRunDoesNotHave) {
  const auto refusal = [](const RunDirectory& run) -> std::string {
    return testing::refusal<UsageError>([&] { draw(run, {.label = "thou"}); });
  };
  EXPECT_EQ(refusal(LabelledRun().run), "label 'thou' is not known; expected one of they, we, you");
  const SmallRun small;
  EXPECT_EQ(refusal(small.run),
            "`label` thou: the run was trained on sentences without labels; leave it out");
}

TEST(SampleRows, AreThoseOfSampleRun) {
  const SmallRun small;
  const auto rollouts = small.run.load_generator()->rollouts(small.data.tokenizer->specials());
  const TokenBatch rows = sample_rows(*rollouts, small.run, {.sentences = 30, .seed = 2});
  EXPECT_EQ(rows.tokens, draw(small.run, {.sentences = 30, .seed = 2}).tokens);
}

/// Higher odds among the accepted ones, the same sentences for the same seed, and a notice.
TEST(SampleRun, LetsTheDiscriminatorChoose) {
  const testing::JudgedRun judged;
  for (const Judging judging : {Judging::kReject, Judging::kResample}) {
    const testing::HeardNotices notices;
    double chosen = 0, all = 0;
    const RunSampleRequest request{.sentences = 2000, .seed = 4, .judge = judging};
    sample_run(judged.run, request, [&](const JudgedSamples& block) {
      for (const double f : block.log_odds) chosen += f / 2000;
    });
    const RunJudge judge(judged.run);
    sample_run(judged.run, {.sentences = 2000, .seed = 4}, [&](const JudgedSamples& block) {
      EXPECT_TRUE(block.log_odds.empty());
      for (const double f : judge.log_odds(block.tokens)) all += f / 2000;
    });
    EXPECT_GT(chosen, all + 0.01);
    EXPECT_EQ(draw(judged.run, request).tokens, draw(judged.run, request).tokens);
    ASSERT_EQ(notices.texts.size(), 1u);
    EXPECT_THAT(notices.texts.front(), ::testing::StartsWith("`judge` re"));
  }
}

TEST(SampleRun, LetsTheDiscriminatorChooseAmongContinuationsOfAPrompt) {
  const testing::JudgedRun judged;
  const int32_t they = judged.data.tokenizer->encode("they").at(0);
  const TokenBatch rows =
      draw(judged.run, {.sentences = 50, .prompt = "they", .judge = Judging::kReject});
  ASSERT_EQ(rows.rows, 50);
  for (int64_t row = 0; row < rows.rows; ++row) EXPECT_EQ(rows.row(row)[0], they);
}

TEST(SampleRun, RefusesWhatTheDiscriminatorHasNotLearnedFrom) {
  const testing::JudgedRun judged;
  const auto refusal = [&](RunSampleRequest request) -> std::string {
    request.judge = Judging::kReject;
    return testing::refusal<UsageError>([&] { draw(judged.run, request); });
  };
  const auto begins = [](const char* option) {
    return ::testing::StartsWith(std::string(option) + ": the discriminator's odds (`judge`)");
  };
  EXPECT_THAT(refusal({.options = {.temperature = 0.9}}), begins("`temperature`"));
  EXPECT_THAT(refusal({.options = {.top_k = 3}}), begins("`top_k`"));
  EXPECT_THAT(refusal({.options = {.top_p = 0.9}}), begins("`top_p`"));
  EXPECT_THAT(refusal({.options = {.greedy = true}}), begins("`greedy`"));
  EXPECT_EQ(refusal({}), "accepted");
}

}  // namespace
}  // namespace lingan::run_sampler_test
