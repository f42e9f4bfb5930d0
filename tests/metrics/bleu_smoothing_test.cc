#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/bleu_smoothing.h>

#include <cmath>
#include <limits>
#include <vector>

namespace lingan::metrics::bleu_smoothing_test {
namespace {

// A hypothesis of five tokens: three unigrams and one bigram match, no trigram, no 4-gram.
const std::vector<OrderCounts> kCounts = {{3, 5}, {1, 4}, {0, 3}, {0, 2}};

// Empty where the method is undefined.
std::vector<double> smoothed(Smoothing smoothing, const std::vector<OrderCounts>& counts,
                             OrderCounts five_gram = {0, 1}, double length = 5) {
  std::vector<double> precisions(counts.size());
  const bool defined = smooth_precisions(smoothing, counts, five_gram, length, precisions);
  return defined ? precisions : std::vector<double>{};
}

void expect_precisions(const std::vector<double>& actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) EXPECT_DOUBLE_EQ(actual[i], expected[i]) << i;
}

// The formulas of Chen and Cherry, worked out by hand.
TEST(BleuSmoothing, FillsOrdersWithoutAMatch) {
  const double smallest = std::numeric_limits<double>::min();
  expect_precisions(smoothed(Smoothing::kNone, kCounts), {.6, .25, smallest, smallest});
  expect_precisions(smoothed(Smoothing::kEpsilon, kCounts), {.6, .25, .1 / 3, .1 / 2});
  expect_precisions(smoothed(Smoothing::kGeometric, kCounts), {.6, .25, 1. / 6, 1. / 8});
  const double share = std::log(5.0) / 5;
  expect_precisions(smoothed(Smoothing::kLength, kCounts), {.6, .25, share / 6, share / 8});
}

TEST(BleuSmoothing, AddsOneFromTheSecondOrderOn) {
  expect_precisions(smoothed(Smoothing::kAddOne, kCounts), {.6, .4, .25, 1. / 3});
}

TEST(BleuSmoothing, AveragesWithTheNeighbours) {
  const double first = (1.6 + .6 + .25) / 3, second = (first + .25 + 0) / 3, third = second / 3;
  expect_precisions(smoothed(Smoothing::kNeighbours, kCounts, {1, 4}),
                    {first, second, third, (third + 0 + .25) / 3});
}

TEST(BleuSmoothing, AveragesWhatTheLengthHasFilled) {
  const double third = std::log(5.0) / 5 / 6, fourth = std::log(5.0) / 5 / 8;
  const double m1 = (1.6 + .6 + .25) / 3, m2 = (m1 + .25 + third) / 3,
               m3 = (m2 + third + fourth) / 3;
  expect_precisions(smoothed(Smoothing::kLengthNeighbours, kCounts, {1, 4}),
                    {m1, m2, m3, (m3 + fourth + .25) / 3});
}

TEST(BleuSmoothing, InterpolatesFromTheThirdOrderOn) {
  const double third = (1 + 5 * (.25 * .25 / .6)) / (3 + 5);
  const double fourth = (0 + 5 * (third * third / .25)) / (2 + 5);
  expect_precisions(smoothed(Smoothing::kInterpolated, {{3, 5}, {1, 4}, {1, 3}, {0, 2}}),
                    {.6, .25, third, fourth});
}

TEST(BleuSmoothing, CannotInterpolateWithoutATrigram) {
  EXPECT_TRUE(smoothed(Smoothing::kInterpolated, kCounts).empty());
  EXPECT_TRUE(smoothed(Smoothing::kInterpolated, {{3, 5}, {1, 4}}).empty());
}

TEST(BleuSmoothing, LeavesOrdersWithoutAMatchOutOfOneWord) {
  expect_precisions(smoothed(Smoothing::kLength, {{1, 1}, {0, 0}}, {0, 0}, 1), {1, 0});
}

TEST(BleuSmoothing, CutsOffFromTheFirstOrderWithoutAMatch) {
  expect_precisions(smoothed(Smoothing::kCutOff, kCounts), {.6, .25, 0, 0});
  expect_precisions(smoothed(Smoothing::kCutOff, {{3, 5}, {0, 4}, {1, 3}}), {.6, 0, 0});
  expect_precisions(smoothed(Smoothing::kCutOff, {{3, 5}, {1, 4}}), {.6, .25});
}

TEST(BleuSmoothing, HasNltkNumbers) {
  for (int number = 0; number <= 7; ++number) {
    EXPECT_EQ(static_cast<int>(parse_smoothing(number)), number);
  }
  EXPECT_THROW(parse_smoothing(-1), UsageError);
  EXPECT_THROW(parse_smoothing(8), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::bleu_smoothing_test
