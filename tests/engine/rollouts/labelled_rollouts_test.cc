#include <lingan/engine/rollouts/labelled_rollouts.h>

#include <gtest/gtest.h>

#include <algorithm>

#include <lingan/base/error.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::labelled_rollouts_test {
namespace {

constexpr GeneratorShape kShape = {12, 4, 5, 1};

SmallGenerator generator_of(uint32_t label) { return {Cell::kGru, kShape, 7 + label}; }

std::unique_ptr<const Rollouts> rollouts_of(uint32_t label) {
  return std::make_unique<CpuRollouts>(generator_of(label).stepper(), kSpecials);
}

LabelledRollouts labelled(const std::vector<int64_t>& sentences) {
  std::vector<std::unique_ptr<const Rollouts>> all;
  for (uint32_t label = 0; label < sentences.size(); ++label) all.push_back(rollouts_of(label));
  return {std::move(all), sentences};
}

SampleRequest request(int64_t rows, uint64_t first_row = 0) {
  SampleRequest request;
  request.rows = rows;
  request.length = 6;
  request.stream = {3, Purpose::kSample, 2};
  request.first_row = first_row;
  return request;
}

TEST(LabelledRollouts, SampleLabelsInTheirProportions) {
  const LabelledRollouts rollouts = labelled({30, 10, 60});
  const auto labels = rollouts.sample(request(300, 1700)).tokens.labels;
  ASSERT_EQ(labels.size(), 300u);
  EXPECT_EQ(std::ranges::count(labels, 0), 90);
  EXPECT_EQ(std::ranges::count(labels, 1), 30);
  EXPECT_EQ(std::ranges::count(labels, 2), 180);
  EXPECT_FALSE(std::ranges::is_sorted(labels.begin(), labels.begin() + 20)) << "they are mixed";
}

/// Their order is then a shorter one.
TEST(LabelledRollouts, KeepTheProportionsOfVeryManySentences) {
  const LabelledRollouts rollouts = labelled({int64_t{6} << 40, int64_t{2} << 40});
  const auto labels = rollouts.sample(request(4000)).tokens.labels;
  EXPECT_NEAR(static_cast<double>(std::ranges::count(labels, 1)), 1000, 110);  // 4 deviations
}

TEST(LabelledRollouts, SampleTheSameRowWhateverIsSampledBesideIt) {
  const LabelledRollouts rollouts = labelled({3, 2});
  const Samples whole = rollouts.sample(request(40));
  for (const int64_t first : {0, 4, 17}) {
    const Samples part = rollouts.sample(request(9, static_cast<uint64_t>(first)));
    const auto tokens = whole.tokens.tokens.begin() + first * 6;
    EXPECT_TRUE(std::equal(part.tokens.tokens.begin(), part.tokens.tokens.end(), tokens)) << first;
    EXPECT_TRUE(std::equal(part.tokens.labels.begin(), part.tokens.labels.end(),
                           whole.tokens.labels.begin() + first));
    EXPECT_TRUE(std::equal(part.log_probabilities.begin(), part.log_probabilities.end(),
                           whole.log_probabilities.begin() + first * 6));
  }
}

/// By the textbook recurrence of the generator of each sentence's label.
TEST(LabelledRollouts, ScoreASentenceUnderItsLabelsGenerator) {
  const LabelledRollouts rollouts = labelled({1, 2, 1});
  const Samples samples = rollouts.sample(request(20));
  const std::vector<float> log_probabilities = rollouts.log_probabilities(samples.tokens);
  for (int64_t row = 0; row < samples.tokens.rows; ++row) {
    const SmallGenerator own = generator_of(static_cast<uint32_t>(samples.tokens.labels[row]));
    PlainRecurrence plain(own);
    int32_t fed = kSpecials.bos;
    for (int32_t t = 0; t < samples.tokens.lengths[row]; ++t) {
      plain.feed(fed);
      fed = samples.tokens.row(row)[t];
      ASSERT_NEAR(log_probabilities[row * 6 + t], plain.log_softmax()[fed], 2e-5);
      ASSERT_NEAR(samples.log_probabilities[row * 6 + t], plain.log_softmax()[fed], 2e-5);
    }
  }
}

/// Were they drawn from one stream, generators that are alike would give equal sentences.
TEST(LabelledRollouts, DrawEachLabelFromItsOwnStream) {
  std::vector<std::unique_ptr<const Rollouts>> twins;
  for (int i = 0; i < 2; ++i) twins.push_back(rollouts_of(0));
  const LabelledRollouts rollouts(std::move(twins), std::vector<int64_t>{1, 1});
  const Samples samples = rollouts.sample(request(40));
  std::vector<TokenBatch> of_label;
  for (const int32_t label : {0, 1}) {
    of_label.push_back(select_rows(samples.tokens, rows_with_label(samples.tokens, label)));
  }
  EXPECT_NE(of_label[0].tokens, of_label[1].tokens);
  EXPECT_EQ(of_label[0].tokens, rollouts_of(0)->sample(request(20)).tokens.tokens);
}

TEST(LabelledRollouts, RefuseWhatNeedsALabel) {
  const LabelledRollouts rollouts = labelled({1, 1});
  const TokenBatch none = TokenBatch::filled(2, 6, 0);
  EXPECT_THROW(rollouts.log_probabilities(none), UsageError);
  EXPECT_THROW(rollouts.complete(none, {}, [](const Completions&) {}), UsageError);
  EXPECT_THROW(rollouts.sample(request(-1)), UsageError);
  EXPECT_EQ(rollouts.sample(request(0)).tokens.rows, 0);
  EXPECT_TRUE(rollouts.has_likelihood());
}

}  // namespace
}  // namespace lingan::engine::labelled_rollouts_test
