#include <lingan/metrics/yardsticks/jackknife.h>

#include <gtest/gtest.h>
#include <lingan/metrics/diversity.h>
#include <lingan/metrics/no_value.h>

#include <cmath>

#include "tests/metrics/words.h"

namespace lingan::metrics::jackknife_test {
namespace {

EvaluationSentences sample(uint64_t seed, int64_t size, uint64_t words) {
  const RandomStream stream{.seed = seed};
  EvaluationSentences sentences;
  for (int64_t i = 0; i < size; ++i) {
    // Squared: a few sentences come often, many once.
    const double u = stream.uniform(static_cast<uint64_t>(i), 0);
    sentences.hypotheses.append(
        std::vector<int32_t>{static_cast<int32_t>(u * u * static_cast<double>(words))});
  }
  return sentences;
}

double half_width(const EvaluationSentences& sentences, const std::string& name) {
  const EvaluationOptions options{.metrics = {name}};
  const auto ends = jackknife_intervals(sentences, options, evaluate(sentences, options)).at(0);
  return (ends->high - ends->low) / 2;
}

// scipy 1.17.1: stats.t.interval(.95, 19, z.mean(), stats.sem(z)), z = numpy.arange(20) ** 2 % 7
TEST(Jackknife, OfAMeanIsStudentsInterval) {
  std::vector<double> numbers, without;
  double sum = 0;
  for (int i = 0; i < 20; ++i) sum += numbers.emplace_back(i * i % 7);
  for (const double number : numbers) without.push_back((sum - number) / 19);
  const auto [low, high] = jackknife_interval(sum / 20, without);
  EXPECT_NEAR(low, 1.3629167293609374, 1e-12);
  EXPECT_NEAR(high, 2.7370832706390624, 1e-12);
}

TEST(Jackknife, HasOnAverageNoLessThanTheVarianceOverSamples) {
  constexpr int kSamples = 300;
  constexpr double kStudent = 2.0930240544083087;
  double sum = 0, squares = 0, estimated = 0;
  for (int i = 0; i < kSamples; ++i) {
    const auto sentences = sample(static_cast<uint64_t>(i) + 1, 200, 300);
    const double value = unique_share(sentences.hypotheses);
    sum += value;
    squares += value * value;
    estimated += std::pow(half_width(sentences, "unique") / kStudent, 2) / kSamples;
  }
  const double variance = (squares - sum * sum / kSamples) / (kSamples - 1);
  EXPECT_GT(estimated, variance);
  EXPECT_LT(estimated, 2 * variance);
}

TEST(Jackknife, HasNoWidthWhereEveryPartHasTheSameValue) {
  EvaluationSentences sentences;
  for (int i = 0; i < 50; ++i) sentences.hypotheses.append(std::vector<int32_t>{i});
  EXPECT_EQ(half_width(sentences, "unique"), 0);
}

TEST(Jackknife, LeavesReferencesOutWithTheirHypotheses) {
  EvaluationSentences sentences;
  sentences.references.emplace();
  for (int i = 0; i < 40; ++i) {
    sentences.hypotheses.append(std::vector<int32_t>{i, i, i, i});
    sentences.references->append(std::vector<int32_t>{i, i, i, i});
  }
  sentences.references = concatenate(*sentences.references, *sentences.references);
  sentences.reference_sets = 2;
  const EvaluationOptions options{.metrics = {"backward-bleu-2"}, .protocol = "paired"};
  const auto values = evaluate(sentences, options);
  EXPECT_EQ(values[0].value, 1);
  EXPECT_EQ(jackknife_intervals(sentences, options, values)[0]->low, 1);
}

TEST(Jackknife, NeedsTwoHypothesesInEveryGroup) {
  const auto sentences = sample(1, 39, 9);
  const EvaluationOptions options{.metrics = {"unique"}};
  EXPECT_THROW(jackknife_intervals(sentences, options, evaluate(sentences, options)), NoValue);
}

}  // namespace
}  // namespace lingan::metrics::jackknife_test
