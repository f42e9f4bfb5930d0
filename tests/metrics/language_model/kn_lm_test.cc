#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include <lingan/metrics/evaluation.h>

namespace lingan::metrics::kn_lm_test {
namespace {

using Rows = std::vector<std::vector<int32_t>>;

SentenceList sentences(const Rows& rows) {
  SentenceList list;
  for (const auto& row : rows) list.append(row);
  return list;
}

MetricValue measure(const char* metric, const Rows& hypotheses, const Rows& references) {
  return evaluate({.hypotheses = sentences(hypotheses), .references = sentences(references)},
                  {.metrics = {metric}})[0];
}

double value(const char* metric, const Rows& hypotheses, const Rows& references) {
  return measure(metric, hypotheses, references).value;
}

constexpr int32_t kA = 70;
constexpr int32_t kB = 2;  // ids of any numbering
constexpr int32_t kC = 0;

// KenLM 0.3.0: printf 'a b\n' | lmplz -o 5 --discount_fallback > m.arpa
// kenlm.Model("m.arpa").score("a b") and ("b a"); with eos=False, ("a b") and ("b c")
TEST(KneserNeyLm, IsThatOfKenlm) {
  const Rows learnt = {{kA, kB}};
  const double ln10 = std::numbers::ln10;
  EXPECT_NEAR(value("kn-lm", {{kA, kB}}, learnt) / ln10, 0.31478679 / 3, 1e-6);
  EXPECT_NEAR(value("kn-lm", {{kA, kB}, {kB, kA}}, learnt) / ln10, (0.31478679 + 2.50842977) / 6,
              1e-6);
  EXPECT_NEAR(std::log10(value("ppl-f", {{kA, kB}}, learnt)), 0.27452365 / 2, 1e-6);
  EXPECT_NEAR(std::log10(value("ppl-f", {{kB, kC}}, learnt)), 2.04026318 / 2, 1e-6);
}

TEST(KneserNeyLm, HasNoValueWithoutWords) {
  const MetricValue of_nothing = measure("kn-lm", {{kA}}, {{}});
  EXPECT_TRUE(std::isnan(of_nothing.value));
  EXPECT_EQ(of_nothing.note, "there is no word to learn a language model from");
  EXPECT_TRUE(std::isnan(value("kn-reverse-lm", {{}}, {{kA}})));
  const MetricValue without_tokens = measure("ppl-f", {{}}, {{kA}});
  EXPECT_TRUE(std::isnan(without_tokens.value));
  EXPECT_EQ(without_tokens.note, "there is no token to score");
  EXPECT_TRUE(std::isfinite(value("kn-lm", {{}}, {{kA, kB}}))) << "its end is a token";
}

TEST(KneserNeyLm, OfTheReferencesIsThatOfTheHypothesesTheOtherWayRound) {
  const Rows some = {{kA, kB}, {kA, kA}}, others = {{kA, kB}, {kC, kB, kA}};
  EXPECT_DOUBLE_EQ(value("kn-reverse-lm", some, others), value("kn-lm", others, some));
  EXPECT_DOUBLE_EQ(value("ppl-r", some, others), value("ppl-f", others, some));
  EXPECT_NE(value("kn-lm", some, others), value("kn-lm", others, some));
  const auto values = evaluate({.hypotheses = sentences(some), .references = sentences(others)},
                               {.metrics = {"kn-lm", "kn-reverse-lm", "ppl-f", "ppl-r"}});
  for (const MetricValue& shared : values) {
    EXPECT_DOUBLE_EQ(shared.value, value(shared.name.c_str(), some, others)) << "by a shared model";
  }
}

TEST(KneserNeyLm, OfTheReferencesTellsWhatTheHypothesesLack) {
  const Rows varied = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {1, 5, 9}};
  const Rows collapsed = {{1, 2, 3}, {1, 2, 3}, {1, 2, 3}, {1, 2, 3}};
  EXPECT_GT(value("kn-reverse-lm", collapsed, varied), value("kn-reverse-lm", varied, varied));
}

}  // namespace
}  // namespace lingan::metrics::kn_lm_test
