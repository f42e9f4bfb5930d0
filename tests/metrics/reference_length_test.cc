#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/reference_length.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "tests/metrics/words.h"

namespace lingan::metrics::reference_length_test {
namespace {

using lingan::testing::of_lengths;
using lingan::testing::random_sentences;

// The smallest (|length - own|, length) over the references that count.
template <typename Counts>
int32_t direct(int64_t own, const SentenceList& references, const Counts& counts) {
  std::pair<int64_t, int64_t> best = {INT64_MAX, 0};
  for (int64_t i = 0; i < references.size(); ++i) {
    if (!counts(i)) continue;
    best = std::min(best, {std::abs(references.length(i) - own), references.length(i)});
  }
  return static_cast<int32_t>(best.second);
}

TEST(ReferenceLength, IsTheClosestAndTheShorterOfTwoAsClose) {
  const SentenceList references = of_lengths({3, 8, 5});
  EXPECT_EQ(closest_reference_lengths(of_lengths({0, 4, 5, 6, 7, 20}), references),
            (std::vector<int32_t>{3, 3, 5, 5, 8, 8}));
}

TEST(ReferenceLength, IsThatOfTheDefinition) {
  const auto hypotheses = random_sentences(1, 200, 3), references = random_sentences(2, 9, 3);
  const auto lengths = closest_reference_lengths(hypotheses, references);
  const auto others = closest_other_lengths(hypotheses);
  for (int64_t i = 0; i < hypotheses.size(); ++i) {
    EXPECT_EQ(lengths[i], direct(hypotheses.length(i), references, [](int64_t) { return true; }));
    EXPECT_EQ(others[i],
              direct(hypotheses.length(i), hypotheses, [i](int64_t other) { return other != i; }));
  }
}

TEST(ReferenceLength, OfTheOnlySentenceOfALengthIsAnother) {
  EXPECT_EQ(closest_other_lengths(of_lengths({4, 9, 4, 6})), (std::vector<int32_t>{4, 6, 4, 4}));
}

TEST(ReferenceLength, LooksAtTheOwnGroupAlone) {
  const ReferenceGroups groups = {.hypotheses = {0, 1, 2}, .references = {1, 0, 1}};
  EXPECT_EQ(closest_reference_lengths(of_lengths({5, 5, 5}), of_lengths({4, 9, 7}), groups),
            (std::vector<int32_t>{9, 4, 0}));
}

TEST(ReferenceLength, IsZeroWithoutAReference) {
  EXPECT_EQ(closest_reference_lengths(of_lengths({5}), {}), std::vector<int32_t>{0});
  EXPECT_EQ(closest_other_lengths(of_lengths({5})), std::vector<int32_t>{0});
}

TEST(ReferenceLength, RefusesGroupsThatDoNotFit) {
  EXPECT_THROW(closest_reference_lengths(of_lengths({5}), of_lengths({4}), {{0}, {}}), UsageError);
  EXPECT_THROW(closest_reference_lengths(of_lengths({5}), of_lengths({4}), {{0, 0}, {0}}),
               UsageError);
}

}  // namespace
}  // namespace lingan::metrics::reference_length_test
