#include <lingan/metrics/vectors/retrieval.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/base/random.h>

namespace lingan::metrics::retrieval_test {
namespace {

/// Codes by their bits, the first bit first.
BinaryCodes codes_of(const std::vector<std::vector<double>>& bits) {
  SentenceVectors vectors{.width = static_cast<int64_t>(bits.front().size()), .values = {}};
  for (const auto& row : bits) {
    for (const double bit : row) vectors.values.push_back(bit == 0 ? -1 : 1);
  }
  return signs_of(vectors);
}

BinaryCodes random_codes(uint64_t seed, int64_t count, int64_t bits) {
  const RandomStream stream{.seed = seed};
  SentenceVectors vectors{.width = bits, .values = {}};
  for (int64_t row = 0; row < count; ++row) {
    for (int64_t i = 0; i < bits; ++i) {
      vectors.values.push_back(stream.uniform(row, static_cast<uint32_t>(i)) - 0.5);
    }
  }
  return signs_of(vectors);
}

/// Four codes 00, 01, 11, 11 of labels a, a, b, a. The first ranks the second (1), then, in either
/// order, the third and the fourth (2): of its two nearest 1 + 1/2 are of its label; its average
/// precision is the mean over both orders of (1 + 2/2) / 2 and (1 + 2/3) / 2. And so on by hand.
TEST(Retrieval, CountsTiesByTheirMeanOverAllOrders) {
  const BinaryCodes codes = codes_of({{0, 0}, {0, 1}, {1, 1}, {1, 1}});
  const std::vector<int32_t> labels = {0, 0, 1, 0};
  const Retrieval found = retrieval(codes, labels, 2);
  EXPECT_EQ(found.queries, 3) << "nothing else has the third's label";
  const double first = (1 + 0.5) / 2, first_ap = (1.0 + (1 + 2.0 / 3) / 2) / 2;
  // The second: all three others at distance 1, two of them of its label. The precisions of the
  // orders RRN, RNR and NRR are 1, (1 + 2/3) / 2 and (1/2 + 2/3) / 2.
  const double second = 2.0 / 3, second_ap = (1.0 + 5.0 / 6 + 7.0 / 12) / 3;
  // The fourth: the third at 0, the second at 1, the first at 2: N R R.
  const double fourth = 0.5, fourth_ap = 7.0 / 12;
  EXPECT_NEAR(found.precision, (first + second + fourth) / 3, 1e-12);
  EXPECT_NEAR(found.mean_average_precision, (first_ap + second_ap + fourth_ap) / 3, 1e-12);
  EXPECT_NEAR(found.chance, 2.0 / 3, 1e-12);
}

TEST(Retrieval, TakesAllOthersWhereMoreAreWanted) {
  const BinaryCodes codes = codes_of({{0, 0}, {0, 1}, {1, 1}});
  const Retrieval found = retrieval(codes, std::vector<int32_t>{0, 0, 1}, 10);
  EXPECT_NEAR(found.precision, 0.5, 1e-12);
}

/// Precision and average precision of one order of the others.
struct Ranked {
  double precision = 0, average_precision = 0;
};

Ranked by_order(const std::vector<int64_t>& order, std::span<const int32_t> labels, int32_t label,
                size_t nearest) {
  Ranked ranked;
  double relevant = 0;
  for (size_t rank = 0; rank < order.size(); ++rank) {
    if (labels[order[rank]] != label) continue;
    ++relevant;
    ranked.average_precision += relevant / static_cast<double>(rank + 1);
    if (rank < nearest) ranked.precision += 1.0 / static_cast<double>(nearest);
  }
  if (relevant > 0) ranked.average_precision /= relevant;
  return ranked;
}

/// By sorting the others, their ties in an order drawn anew each time.
TEST(Retrieval, IsTheMeanOverOrdersThatBreakTiesByChance) {
  constexpr int64_t kCodes = 40, kOrders = 4000;
  const BinaryCodes codes = random_codes(3, kCodes, 5);
  const RandomStream draws{.seed = 8};
  std::vector<int32_t> labels(kCodes);
  for (int64_t i = 0; i < kCodes; ++i) labels[i] = static_cast<int32_t>(draws.below(3, i, 0));
  double precision = 0, average = 0;
  for (int64_t order = 0; order < kOrders; ++order) {
    const int64_t query = order % kCodes;
    std::vector<int64_t> others;
    std::vector<double> keys(kCodes);
    for (int64_t other = 0; other < kCodes; ++other) {
      keys[other] = static_cast<double>(codes.distance(query, other)) +
                    draws.uniform(order, static_cast<uint32_t>(other + 1));
      if (other != query) others.push_back(other);
    }
    std::ranges::sort(others, {}, [&](int64_t other) { return keys[other]; });
    const Ranked ranked = by_order(others, labels, labels[query], 7);
    precision += ranked.precision / kOrders;
    average += ranked.average_precision / kOrders;
  }
  const Retrieval found = retrieval(codes, labels, 7);
  EXPECT_EQ(found.queries, kCodes);
  EXPECT_NEAR(found.precision, precision, 0.01);
  EXPECT_NEAR(found.mean_average_precision, average, 0.01);
}

TEST(Retrieval, IsOneWhereACodeTellsTheLabelAndChanceWhereItTellsNothing) {
  std::vector<std::vector<double>> telling, equal(12, {1.0, 0.0});
  std::vector<int32_t> labels;
  for (int32_t i = 0; i < 12; ++i) {
    labels.push_back(i % 3);
    telling.push_back({i % 3 == 1 ? 1.0 : 0.0, i % 3 == 2 ? 1.0 : 0.0});
  }
  const Retrieval perfect = retrieval(codes_of(telling), labels, 3);
  EXPECT_NEAR(perfect.precision, 1.0, 1e-12);
  EXPECT_NEAR(perfect.mean_average_precision, 1.0, 1e-12);
  const Retrieval none = retrieval(codes_of(equal), labels, 3);
  EXPECT_NEAR(none.precision, 3.0 / 11, 1e-12);
  EXPECT_NEAR(none.chance, 3.0 / 11, 1e-12);
}

TEST(Retrieval, IsTheSameByAnyNumberOfThreads) {
  const BinaryCodes codes = random_codes(5, 200, 130);
  std::vector<int32_t> labels(200);
  for (int32_t i = 0; i < 200; ++i) labels[i] = i % 7;
  set_thread_count(1);
  const Retrieval one = retrieval(codes, labels, 10);
  set_thread_count(3);
  const Retrieval three = retrieval(codes, labels, 10);
  set_thread_count(0);
  EXPECT_EQ(one.precision, three.precision);
  EXPECT_EQ(one.mean_average_precision, three.mean_average_precision);
}

TEST(Retrieval, NeedsALabelThatTwoHave) {
  EXPECT_THROW(retrieval(codes_of({{0}, {1}}), std::vector<int32_t>{0, 1}, 1), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::retrieval_test
