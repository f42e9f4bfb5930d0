#include <gtest/gtest.h>
#include <lingan/base/random.h>
#include <lingan/metrics/chrf.h>

namespace lingan::metrics::chrf_all_references_test {
namespace {

std::vector<std::string> random_lines(uint64_t seed, int64_t count) {
  const RandomStream stream{.seed = seed};
  const std::vector<std::string> words = {"a",  "dog", "runs,", "(fast",
                                          "on", "the", "sand.", "\u00E9t\u00E9"};
  std::vector<std::string> lines(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    const uint64_t length = stream.below(9, i, 0);
    for (uint32_t t = 1; t <= length; ++t) lines[i] += words[stream.below(8, i, t)] + " ";
  }
  return lines;
}

// Line by line, with every reference as a set of its own, it is sacreBLEU's rule.
TEST(ChrfAllReferences, IsTheBestOfAllAsLineByLine) {
  const auto hypotheses = random_lines(1, 30), references = random_lines(2, 20);
  std::vector<std::string> sets;
  for (const auto& reference : references) sets.insert(sets.end(), hypotheses.size(), reference);
  for (const int word_order : {0, 2}) {
    EXPECT_EQ(chrf_statistics_of_all({hypotheses, references}, word_order).values,
              chrf_statistics({hypotheses, sets}, word_order).values);
  }
}

}  // namespace
}  // namespace lingan::metrics::chrf_all_references_test
