/// Values that sacreBLEU 2.6.0 printed: CHRF(word_order=0 or 2), corpus_score and
/// _extract_corpus_statistics.
#include <lingan/metrics/chrf.h>

#include <gtest/gtest.h>
#include <lingan/base/error.h>

namespace lingan::metrics::chrf_test {
namespace {

const std::vector<std::string> kHypotheses = {"the cat (sat) on the mat.", "a dog"};
const std::vector<std::string> kReferences = {"the cat sat on a mat!", "a dog ran",
                                              "the cat, it sat on the mat.", "dogs"};

double chrf(std::span<const std::string> references, int word_order) {
  return chrf_of_sums(chrf_statistics({kHypotheses, references}, word_order).sums());
}

TEST(Chrf, AgreesWithSacrebleu) {
  const auto one = std::span(kReferences).first(2);
  EXPECT_NEAR(chrf(one, 0), 37.41035402463402, 1e-12);
  EXPECT_NEAR(chrf(one, 2), 38.68608528038725, 1e-12);
}

TEST(Chrf, TakesTheBestReferenceOfEveryLine) {
  EXPECT_NEAR(chrf(kReferences, 0), 54.17359867380037, 1e-12);
  EXPECT_NEAR(chrf(kReferences, 2), 55.76284794925562, 1e-12);
}

TEST(Chrf, CountsAsSacrebleu) {
  const auto statistics = chrf_statistics({kHypotheses, std::span(kReferences).first(2)}, 2);
  EXPECT_EQ(statistics.columns, 24);
  EXPECT_EQ(statistics.values,
            (std::vector<int32_t>{20, 16, 14, 19, 15, 10, 18, 14, 6, 17, 13, 3,  //
                                  16, 12, 2,  15, 11, 1,  8,  7,  4, 7,  6,  1,  //
                                  4,  7,  4,  3,  6,  3,  2,  5,  2, 1,  4,  1,  //
                                  0,  3,  0,  0,  2,  0,  2,  3,  2, 1,  2,  1}));
}

// An order that the reference lacks counts no n-gram of the hypothesis.
TEST(Chrf, LeavesOutOrdersThatOneSideLacks) {
  const std::vector<std::string> hypothesis = {"ab"}, reference = {"a"};
  const auto statistics = chrf_statistics({hypothesis, reference}, 0);
  EXPECT_EQ(std::vector<int32_t>(statistics.values.begin(), statistics.values.begin() + 6),
            (std::vector<int32_t>{2, 1, 1, 0, 0, 0}));
  EXPECT_DOUBLE_EQ(chrf_of_sums(statistics.sums()), 100 * 5 * 0.5 / (4 * 0.5 + 1));
}

TEST(Chrf, OfEmptyLinesIsZero) {
  const std::vector<std::string> nothing = {""}, something = {"a dog"};
  EXPECT_EQ(chrf_of_sums(chrf_statistics({nothing, something}, 2).sums()), 0);
  EXPECT_EQ(chrf_of_sums(chrf_statistics({something, nothing}, 2).sums()), 0);
}

TEST(Chrf, OfFloatsRoundsAtEveryStep) {
  const std::vector<float> sums = {3, 7, 2, 1, 3, 1};
  const float precision = (2.0F / 3 + 1.0F) / 2, recall = (2.0F / 7 + 1.0F / 3) / 2;
  EXPECT_EQ(chrf_of_sums(sums), 100 * (5 * precision * recall / (4 * precision + recall)));
}

TEST(Chrf, NeedsAReferenceForEveryHypothesis) {
  EXPECT_THROW(chrf(std::span(kReferences).first(3), 0), InputError);
}

}  // namespace
}  // namespace lingan::metrics::chrf_test
