#include <lingan/gan/training/labelled_batches.h>

#include <gtest/gtest.h>

#include <map>

#include "tests/gan/training/labelled_run.h"

namespace lingan::labelled_batches_test {
namespace {

using testing::few_labels;
using testing::semi_supervised_recipe;

/// 13 of 64 sentences have a label.
TEST(LabelledBatches, HaveEachSentenceThatHasALabelOnceAPass) {
  const TrainingState state(semi_supervised_recipe(), few_labels(13), 11);
  const LabelledBatches batches(state, 5);
  std::map<std::vector<int64_t>, int> times;
  for (int64_t step = 0; step < 13; ++step) {  // five passes
    const Sentences batch = batches.batch(step);
    ASSERT_EQ(batch.rows(), 5);
    for (int64_t row = 0; row < 5; ++row) {
      const auto tokens = batch.tokens[row].contiguous();
      const auto* first = tokens.const_data_ptr<int64_t>();
      EXPECT_EQ(batch.labels[row].item<int64_t>(), first[0] < 7 ? 0 : 1);
      ++times[{first, first + tokens.numel()}];
    }
  }
  std::map<std::vector<int64_t>, int> expected;
  const TokenBatch labelled = labelled_sentences(state.data.train);
  for (int64_t row = 0; row < labelled.rows; ++row) {
    const auto* first = labelled.tokens.data() + row * labelled.width;
    expected[{first, first + labelled.width}] += 5;
  }
  EXPECT_EQ(times, expected);
}

TEST(LabelledBatches, AreNoLargerThanASentenceOfEach) {
  const TrainingState state(semi_supervised_recipe(), few_labels(4), 11);
  const LabelledBatches batches(state, 16);
  EXPECT_EQ(batches.batch(0).rows(), 4);
  EXPECT_TRUE(torch::equal(batches.batch(7).tokens, batches.batch(7).tokens));
}

}  // namespace
}  // namespace lingan::labelled_batches_test
