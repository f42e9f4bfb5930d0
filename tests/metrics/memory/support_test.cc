#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/base/random.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/memory/support.h>

#include <algorithm>
#include <cmath>

#include "tests/metrics/words.h"

namespace lingan::metrics::support_test {
namespace {

using lingan::testing::WordIds;

SentenceList letters(const std::string& text) {
  SentenceList list;
  for (const char letter : text) list.append(std::vector<int32_t>{letter, letter});
  return list;
}

TEST(Support, CountsEqualPairsAndTriples) {
  const Collisions collisions = count_collisions(letters("aabbbc"));
  EXPECT_EQ(collisions.sentences, 6);
  EXPECT_EQ(collisions.pairs, 1 + 3);
  EXPECT_EQ(collisions.triples, 1);
}

TEST(Support, IsPairsOverEqualPairs) {
  const Support support = estimate_support({.sentences = 100, .pairs = 5});
  EXPECT_DOUBLE_EQ(support.estimate, 4950.0 / 5);
}

TEST(Support, HasThePoissonIntervalOfScipy) {
  // scipy 1.17.1: stats.gamma.ppf(.025, c), stats.gamma.ppf(.975, c + 1)
  struct Case {
    double pairs, low, high;
  };
  for (const Case& known : {Case{1, 0.025317807984289876, 5.571643390938898},
                            Case{2, 0.24220927854396496, 7.22468766772396},
                            Case{5, 1.6234863901184207, 11.66833207932267},
                            Case{40, 28.576586441788965, 54.468646963984064}}) {
    const Support support = estimate_support({.sentences = 10000, .pairs = known.pairs});
    EXPECT_NEAR(support.low * known.high / 49995000, 1, 1e-9) << known.pairs;
    EXPECT_NEAR(support.high * known.low / 49995000, 1, 1e-9) << known.pairs;
  }
}

TEST(Support, IsOneWhereAllSentencesAreEqual) {
  const Support support = estimate_support(count_collisions(letters("aaaaaaaaaa")));
  EXPECT_EQ(support.low, 1);
  EXPECT_EQ(support.estimate, 1);
  EXPECT_LT(support.high, 2);
}

TEST(Support, HasALowerEndAloneWithoutAnEqualPair) {
  const Support support = estimate_support({.sentences = 100});
  EXPECT_NEAR(support.low, 4950 / 3.6888794541139354, 1e-6);  // scipy: gamma.ppf(.975, 1)
  EXPECT_TRUE(std::isinf(support.estimate));
  EXPECT_TRUE(std::isinf(support.high));
}

// How many of 1000 samples have an interval that holds 1 / sum p^2.
int covered(int64_t sample, double skew) {
  constexpr int kSupport = 400;
  std::vector<double> sums;
  double total = 0;
  double squares = 0;
  for (int i = 0; i < kSupport; ++i) {
    const double weight = std::pow(i + 1, -skew);
    sums.push_back(total += weight);
    squares += weight * weight;
  }
  const double truth = total * total / squares;
  int covered = 0;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    const RandomStream stream{.seed = seed};
    SentenceList list;
    for (int64_t i = 0; i < sample; ++i) {
      const auto drawn = std::upper_bound(sums.begin(), sums.end(), total * stream.uniform(i, 0));
      list.append(std::vector<int32_t>{static_cast<int32_t>(drawn - sums.begin())});
    }
    const Support support = estimate_support(count_collisions(list));
    covered += support.low <= truth && truth <= support.high;
  }
  return covered;
}

TEST(Support, HasAnIntervalThatHoldsTheTruthAsOftenAsItSays) {
  EXPECT_GE(covered(60, 0), 940);
  EXPECT_GE(covered(500, 0), 930);
  EXPECT_GE(covered(200, 1), 930);  // few sentences are drawn most of the time
  EXPECT_GE(covered(1000, 1), 930);
}

TEST(Support, NeedsTwoSentencesAndForAnEstimateAnEqualPair) {
  EXPECT_THROW(estimate_support({.sentences = 1}), UsageError);
  EvaluationSentences sentences{.hypotheses = letters("abc")};
  const EvaluationOptions options{.metrics = {"support", "support-low", "support-high"}};
  auto values = evaluate(sentences, options);
  EXPECT_TRUE(std::isnan(values[0].value));
  EXPECT_THAT(values[0].note, ::testing::HasSubstr("no two of the 3 sentences are equal"));
  EXPECT_NEAR(values[1].value, 1, .2);
  EXPECT_TRUE(std::isnan(values[2].value));
  sentences.hypotheses = letters("a");
  values = evaluate(sentences, options);
  EXPECT_THAT(values[1].note, ::testing::HasSubstr("at least two"));
}

}  // namespace
}  // namespace lingan::metrics::support_test
