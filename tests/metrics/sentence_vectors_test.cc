#include <lingan/metrics/sentence_vectors.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::metrics::sentence_vectors_test {
namespace {

using ::testing::ElementsAre;

TEST(SentenceVectors, AreRowsOfTheirNumbers) {
  const SentenceVectors vectors{.width = 2, .values = {1, 2, 3, 4, 5, 6}};
  EXPECT_EQ(vectors.size(), 3);
  EXPECT_THAT(vectors[2], ElementsAre(5, 6));
}

TEST(NumberFault, LetsPassWhatAFloatHolds) {
  for (const double number : {0.0, -1.5, 1e-300, 3.4028234663852886e38, -3.4028234663852886e38}) {
    EXPECT_EQ(number_fault(number), "") << number;
  }
}

TEST(NumberFault, SaysWhatIsWrong) {
  EXPECT_EQ(number_fault(std::nan("")), "holds NaN; all numbers must be finite");
  EXPECT_EQ(number_fault(-INFINITY), "holds infinity; all numbers must be finite");
  EXPECT_EQ(number_fault(-1e200),
            "holds -1e+200; the largest number of a vector is 3.40282e+38, float32's");
  EXPECT_NE(number_fault(3.4028235e38 * 1.001), "");
}

TEST(RequireSameWidth, NamesBothWidths) {
  const auto refusal = [](int64_t one, int64_t other) {
    return testing::refusal<UsageError>([=] { require_same_width(one, other); });
  };
  EXPECT_EQ(refusal(4, 4), "accepted");
  EXPECT_EQ(refusal(4, 768),
            "vectors of 4 and of 768 numbers cannot be compared; take one encoder for both");
}

}  // namespace
}  // namespace lingan::metrics::sentence_vectors_test
