#include <lingan/run/data/shared_sentences.h>

#include <gtest/gtest.h>

namespace lingan::shared_sentences_test {
namespace {

TokenBatch words(const std::vector<int32_t>& ids, const std::vector<int32_t>& sources) {
  const auto rows = static_cast<int64_t>(ids.size());
  return {rows, 1, ids, std::vector<int32_t>(ids.size(), 1), sources};
}

TEST(CountInTraining, CountsEachSentence) {
  PreparedData data;
  data.train = words({1, 2, 3}, {});
  data.validation = words({2, 2, 4}, {});
  EXPECT_EQ(count_in_training(data, data.validation), 2);
  data.test = words({3, 5}, {});
  EXPECT_EQ(count_in_training(data, data.test), 1);
}

TEST(CountInTraining, LooksAtSourcesToo) {
  PreparedData data;
  data.sources = words({7, 8, 9, 7, 9, 8}, {});
  data.train = words({1, 2, 3}, {0, 1, 2});
  data.validation = words({1, 3}, {3, 5});
  data.test = words({3}, {4});
  EXPECT_EQ(count_in_training(data, data.validation), 1) << "3 from 8 is new";
  EXPECT_EQ(count_in_training(data, data.test), 1);
}

}  // namespace
}  // namespace lingan::shared_sentences_test
