#include <lingan/text/corpus/corpus_split.h>

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include <lingan/base/error.h>

namespace lingan::corpus_split_test {
namespace {

std::map<CorpusPart, int64_t> counts(int64_t lines, double validation, double test) {
  const CorpusSplit split(lines, validation, test, 7);
  std::map<CorpusPart, int64_t> counts;
  for (int64_t line = 0; line < lines; ++line) ++counts[split.part(line)];
  return counts;
}

TEST(CorpusSplit, GivesEachPartItsShare) {
  EXPECT_EQ(counts(1000, 0.1, 0.2), (std::map<CorpusPart, int64_t>{{CorpusPart::kTrain, 700},
                                                                   {CorpusPart::kValidation, 100},
                                                                   {CorpusPart::kTest, 200}}));
  EXPECT_EQ(counts(5, 0, 0), (std::map<CorpusPart, int64_t>{{CorpusPart::kTrain, 5}}));
  EXPECT_EQ(counts(5, 0.01, 0)[CorpusPart::kValidation], 1);
}

TEST(CorpusSplit, DependsOnTheSeedAlone) {
  const auto test_lines = [](uint64_t seed) {
    const CorpusSplit split(500, 0.1, 0.2, seed);
    std::vector<int64_t> lines;
    for (int64_t line = 0; line < 500; ++line) {
      if (split.part(line) == CorpusPart::kTest) lines.push_back(line);
    }
    return lines;
  };
  EXPECT_EQ(test_lines(1), test_lines(1));
  EXPECT_NE(test_lines(1), test_lines(2));
}

TEST(CorpusSplit, HoldsOutEveryLineEquallyOften) {
  std::vector<int> held_out(20);
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    const CorpusSplit split(20, 0.25, 0, seed);
    for (int64_t line = 0; line < 20; ++line) {
      held_out[line] += split.part(line) == CorpusPart::kValidation;
    }
  }
  // 500 expected, standard deviation 19.4: four of them allow 1 line in 800 to stray.
  for (const int count : held_out) EXPECT_NEAR(count, 500, 78);
}

TEST(CorpusSplit, WantsSomethingToTrainOn) {
  EXPECT_THROW(CorpusSplit(1, 0.5, 0, 1), InputError);
  EXPECT_THROW(CorpusSplit(2, 0.4, 0.4, 1), InputError);
  EXPECT_THROW(CorpusSplit(10, 0.5, 0.5, 1), UsageError);
  EXPECT_THROW(CorpusSplit(5, 1.0, 0, 1), UsageError);
  EXPECT_THROW(CorpusSplit(5, 0, -0.1, 1), UsageError);
}

}  // namespace
}  // namespace lingan::corpus_split_test
