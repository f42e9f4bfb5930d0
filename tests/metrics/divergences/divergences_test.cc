#include <lingan/metrics/divergences/divergences.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <string_view>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics::divergences_test {
namespace {

/// Probabilities of all that there is, in sixteenths.
using Sixteenths = std::vector<int>;

/// Sixteen sentences of one distribution, each as often as it is probable: means over them are
/// exact sums.
PairedLikelihoods all_of(const Sixteenths& drawn, const Sixteenths& p, const Sixteenths& q) {
  PairedLikelihoods likelihoods;
  for (size_t outcome = 0; outcome < drawn.size(); ++outcome) {
    for (int i = 0; i < drawn[outcome]; ++i) {
      likelihoods.p.push_back(std::log(p[outcome] / 16.0));
      likelihoods.q.push_back(std::log(q[outcome] / 16.0));
    }
  }
  return likelihoods;
}

double exact(const char* name, const Sixteenths& p, const Sixteenths& q) {
  return divergence(name, {.of_p = all_of(p, p, q), .of_q = all_of(q, p, q)});
}

constexpr const char* kNames[] = {"kl-forward", "kl-reverse", "jeffreys", "js", "bhattacharyya"};

TEST(Divergences, AreTheExactSumsWhereEverySentenceComesAsOftenAsItIsProbable) {
  const Sixteenths p = {8, 4, 4}, q = {2, 10, 4};
  const double forward = 8 / 16. * std::log(8. / 2) + 4 / 16. * std::log(4. / 10);
  const double reverse = 2 / 16. * std::log(2. / 8) + 10 / 16. * std::log(10. / 4);
  EXPECT_NEAR(exact("kl-forward", p, q), forward, 1e-12);
  EXPECT_NEAR(exact("kl-reverse", p, q), reverse, 1e-12);
  EXPECT_NEAR(exact("jeffreys", p, q), forward + reverse, 1e-12);
  double js = 0, coefficient = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    const double middle = (p[i] + q[i]) / 2.;
    js += (p[i] * std::log(p[i] / middle) + q[i] * std::log(q[i] / middle)) / 32;
    coefficient += std::sqrt(static_cast<double>(p[i]) * q[i]) / 16;
  }
  EXPECT_NEAR(exact("js", p, q), js, 1e-12);
  EXPECT_NEAR(exact("bhattacharyya", p, q), -std::log(coefficient), 1e-12);
}

// scipy 1.17.1: p = np.array([8, 4, 4]) / 16; q = np.array([2, 10, 4]) / 16
// sum(rel_entr(p, q)), sum(rel_entr(q, p)), jensenshannon(p, q) ** 2, -log(sum(sqrt(p * q)))
TEST(Divergences, AreThoseOfSciPy) {
  const Sixteenths p = {8, 4, 4}, q = {2, 10, 4};
  EXPECT_NEAR(exact("kl-forward", p, q), 0.4640744975914065, 1e-12);
  EXPECT_NEAR(exact("kl-reverse", p, q), 0.3993949122813606, 1e-12);
  EXPECT_NEAR(exact("js", p, q), 0.10174168305822524, 1e-12);
  EXPECT_NEAR(exact("bhattacharyya", p, q), 0.11061350233114571, 1e-12);
}

TEST(Divergences, AreZeroBetweenADistributionAndItself) {
  const Sixteenths p = {1, 5, 7, 3};
  for (const char* name : kNames) EXPECT_NEAR(exact(name, p, p), 0, 1e-15) << name;
}

TEST(Divergences, AreInfiniteOneWayWhereTheOtherHasLess) {
  const Sixteenths all = {8, 4, 4}, less = {12, 4, 0};
  EXPECT_GT(exact("kl-reverse", all, less), 0);
  try {
    exact("kl-forward", all, less);
    FAIL();
  } catch (const NoValue& reason) {
    EXPECT_STREQ(reason.what(),
                 "infinite: 4 of 16 sentences of the true distribution (25.00 %) have "
                 "probability 0 under the other");
  }
  EXPECT_GT(exact("kl-forward", less, all), 0);
  EXPECT_THROW(exact("kl-reverse", less, all), NoValue);
  EXPECT_THROW(exact("jeffreys", less, all), NoValue);
}

TEST(Divergences, OfJensenShannonAndBhattacharyyaStayFiniteThere) {
  const Sixteenths all = {8, 4, 4}, less = {12, 4, 0};
  const double coefficient = (std::sqrt(8. * 12) + 4) / 16;
  EXPECT_NEAR(exact("bhattacharyya", all, less), -std::log(coefficient), 1e-12);
  EXPECT_NEAR(exact("js", {16, 0}, {0, 16}), std::numbers::ln2, 1e-15);
  EXPECT_THROW(exact("bhattacharyya", {16, 0}, {0, 16}), NoValue);
}

TEST(Divergences, OfImprobableSentencesDoNotOverflow) {
  const DrawnLikelihoods drawn{.of_p = {.p = {-10, -20}, .q = {-5000, -4000}},
                               .of_q = {.p = {-3000}, .q = {-4}}};
  EXPECT_DOUBLE_EQ(divergence("kl-forward", drawn), (4990 + 3980) / 2.);
  EXPECT_DOUBLE_EQ(divergence("js", drawn), std::numbers::ln2);
  EXPECT_NEAR(divergence("bhattacharyya", drawn), (1990 + std::log(2) + 1498) / 2, 1e-9);
}

TEST(Divergences, HaveNoValueWithoutSentencesAndRefuseNaN) {
  EXPECT_THROW(divergence("js", {.of_p = {}, .of_q = {{-1}, {-1}}}), NoValue);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(divergence("js", {.of_p = {{-1}, {nan}}, .of_q = {{-1}, {-1}}}), NumericError);
  EXPECT_THROW(divergence("js", {.of_p = {{-1, -2}, {-1}}, .of_q = {{-1}, {-1}}}), UsageError);
}

TEST(Divergences, AreTheMetricsOfDistributions) {
  std::vector<std::string_view> names;
  for (const MetricCard& card : metric_cards()) {
    if (card.of_distributions) names.push_back(card.name);
  }
  EXPECT_THAT(names, ::testing::ElementsAreArray(kNames));
}

}  // namespace
}  // namespace lingan::metrics::divergences_test
