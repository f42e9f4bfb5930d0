#include <gtest/gtest.h>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::unordered_set_test {
namespace {

using namespace testing;

TEST(UnorderedSet, HasThePublishedVariancesOfThreeBits) {
  EXPECT_NEAR(variance_of(three_bits(0), "unordered-set", samples(2)) / 2, .0061125, 1e-12);
  EXPECT_NEAR(variance_of(three_bits(0), "unordered-set", samples(3)) / 2, .0022625, 1e-12);
  EXPECT_NEAR(variance_of(three_bits(0), "unordered-set", samples(4)) / 2, .00113083, 5e-9);
  EXPECT_NEAR(variance_of(three_bits(-4), "unordered-set", samples(2)) / 2, 2.97824e-5, 5e-11);
  EXPECT_NEAR(variance_of(three_bits(-4), "unordered-set", samples(3)) / 2, 8.07115e-6, 5e-12);
  EXPECT_NEAR(variance_of(three_bits(-4), "unordered-set", samples(4)) / 2, 1.05549e-6, 5e-12);
}

TEST(UnorderedSet, IsUnbiased) {
  for (const GradientTable& table : {three_bits(0), three_bits(-4), sine_policy(false),
                                     sine_policy(true), uneven(false), uneven(true)}) {
    for (const int64_t number : {2, 3, 4}) {
      EXPECT_LT(bias_of(table, "unordered-set", samples(number)), 1e-12) << number;
    }
  }
}

TEST(UnorderedSet, OfAllSequencesIsTheExactGradient) {
  const auto quality = quality_of(three_bits(-4), "unordered-set", samples(8));
  EXPECT_LT(quality.bias, 1e-12);
  EXPECT_LT(quality.variance, 1e-24);
}

TEST(UnorderedSet, IsLeftOutWhereSetsAreTooMany) {
  const auto& card = find_card(estimators(), "unordered-set", "estimator");
  EXPECT_EQ(card.why_not(three_bits(0), samples(9)), "there are 8 sequences to draw");
  EXPECT_EQ(card.why_not(three_bits(0), samples(1)), "needs at least two samples");
  EXPECT_EQ(card.why_not(sine_policy(false), samples(13)),
            "the sets of 13 of 27 sequences are too many to enumerate");
  EXPECT_EQ(card.why_not(sine_policy(false), samples(4)), "");
}

}  // namespace
}  // namespace lingan::gradients::unordered_set_test
