#include <lingan/metrics/metric_cards.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::metrics::metric_cards_test {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> names(std::string_view name, int max_order) {
  std::vector<std::string> names;
  for (const MetricName& metric : parse_metric(name, max_order)) names.push_back(metric.text());
  return names;
}

TEST(MetricCards, SayWhereEveryMetricComesFrom) {
  for (const MetricCard& card : metric_cards()) {
    EXPECT_FALSE(card.summary.empty()) << card.name;
    EXPECT_FALSE(card.paper.empty()) << card.name;
    EXPECT_EQ(card.value == nullptr, card.needs == Needs::kModel) << card.name;
  }
}

TEST(MetricCards, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const MetricCard& card : metric_cards()) {
    EXPECT_TRUE(names.insert(card.name).second) << card.name;
  }
}

TEST(MetricCards, OfAFamilyAreThoseUpToTheLongestOrder) {
  EXPECT_EQ(names("bleu", 4), (std::vector<std::string>{"bleu-2", "bleu-3", "bleu-4"}));
  EXPECT_EQ(names("distinct", 2), (std::vector<std::string>{"distinct-1", "distinct-2"}));
  EXPECT_EQ(names("bleu", 1), std::vector<std::string>{"bleu-1"});
}

TEST(MetricCards, OfOneOrderMayLieAboveTheLongest) {
  EXPECT_EQ(names("self-bleu-8", 3), std::vector<std::string>{"self-bleu-8"});
  EXPECT_EQ(names("corpus-bleu", 3), std::vector<std::string>{"corpus-bleu"});
}

TEST(MetricCards, RefuseUnknownNamesAndOrders) {
  for (const char* name :
       {"", "bleu-", "bleu-0", "bleu-9", "bleu-10", "bleu4", "unique-1", "Bleu"}) {
    EXPECT_THROW(parse_metric(name, 5), UsageError) << name;
  }
  const auto message = [](const char* name) {
    return testing::refusal<UsageError>([&] { parse_metric(name, 5); });
  };
  EXPECT_THAT(message("blue-4"), HasSubstr("(did you mean bleu?)"));
  EXPECT_EQ(message("self-bleu-44"), "metric self-bleu-44: use an order in 1..8");
  EXPECT_THROW(parse_metric("bleu", 0), UsageError);
  EXPECT_THROW(parse_metric("bleu", 9), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::metric_cards_test
