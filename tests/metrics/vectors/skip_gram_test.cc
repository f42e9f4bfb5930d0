#include <lingan/metrics/vectors/skip_gram.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include <lingan/base/random.h>

namespace lingan::metrics::skip_gram_test {
namespace {

constexpr int32_t kVocabulary = 6;
constexpr int64_t kWidth = 3;

std::vector<double> random_numbers(size_t count, uint64_t row) {
  const RandomStream stream{7, Purpose::kInitialize};
  std::vector<double> numbers;
  for (size_t i = 0; i < count; ++i) {
    numbers.push_back(2 * stream.uniform(row, static_cast<uint32_t>(i)) - 1);
  }
  return numbers;
}

SkipGramWeights random_weights() {
  return {.width = kWidth,
          .vectors = random_numbers(kVocabulary * kWidth, 0),
          .outputs = random_numbers(kVocabulary * kWidth, 1),
          .biases = random_numbers(kVocabulary, 2)};
}

/// One word twice, one unknown, a pair twice.
const std::vector<int32_t> kSentence = {0, 1, 2, 1, 9, 3, 3, 4};
/// Among them a neighbour.
const std::vector<NegativeWord> kNegatives = {{1, 2}, {3, 1}, {5, 40}};

double dot(const SkipGramWeights& weights, int32_t centre, int32_t neighbour) {
  double sum = weights.biases[neighbour];
  for (int64_t i = 0; i < weights.width; ++i) {
    sum += weights.vectors[centre * weights.width + i] *
           weights.outputs[neighbour * weights.width + i];
  }
  return sum;
}

TEST(SkipGram, CostsWhatTheSampledSoftmaxSays) {
  const SkipGramWeights weights = random_weights();
  const auto share = [&](int32_t word) {  // e^score over how often the word is expected
    return [&weights, word](int32_t centre) {
      return std::exp(dot(weights, centre, word)) /
             (64 * std::log((word + 2.0) / (word + 1.0)) / std::log(7.0));
    };
  };
  // Of the pairs 0 beside 1 and 1 beside 0; the first has itself among the negatives.
  const double first = -std::log(share(1)(0) / (share(1)(0) + share(3)(0) + 40 * share(5)(0)));
  const double second =
      -std::log(share(0)(1) / (share(0)(1) + 2 * share(1)(1) + share(3)(1) + 40 * share(5)(1)));
  const auto gradient = skip_gram_gradient(weights, std::vector<int32_t>{0, 1}, kNegatives);
  EXPECT_NEAR(gradient.cost, (first + second) / 2, 1e-12);
}

/// Compares one table's gradient with differences of the cost.
void expect_differences(std::vector<double> SkipGramWeights::*table, int64_t width,
                        const std::vector<int32_t>& words, const std::vector<double>& gradient) {
  SkipGramWeights weights = random_weights();
  std::vector<double> dense((weights.*table).size(), 0);
  for (size_t i = 0; i < gradient.size(); ++i) {
    dense[words[i / width] * width + i % width] = gradient[i];
  }
  constexpr double kStep = 1e-5;
  for (size_t i = 0; i < dense.size(); ++i) {
    double& weight = (weights.*table)[i];
    const double before = weight;
    weight = before + kStep;
    const double above = skip_gram_gradient(weights, kSentence, kNegatives).cost;
    weight = before - kStep;
    const double below = skip_gram_gradient(weights, kSentence, kNegatives).cost;
    weight = before;
    EXPECT_NEAR(dense[i], (above - below) / (2 * kStep), 1e-9) << i;
  }
}

TEST(SkipGram, HasTheGradientOfFiniteDifferences) {
  const auto gradient = skip_gram_gradient(random_weights(), kSentence, kNegatives);
  EXPECT_EQ(gradient.centres.size(), 5u) << "0, 1, 2, 3 and 4";
  expect_differences(&SkipGramWeights::vectors, kWidth, gradient.centres, gradient.of_vectors);
  expect_differences(&SkipGramWeights::outputs, kWidth, gradient.neighbours, gradient.of_outputs);
  expect_differences(&SkipGramWeights::biases, 1, gradient.neighbours, gradient.of_biases);
}

TEST(SkipGram, CostsNothingWithoutAPair) {
  for (const std::vector<int32_t>& sentence : {std::vector<int32_t>{}, {2}, {1, 9, 2}}) {
    const auto gradient = skip_gram_gradient(random_weights(), sentence, kNegatives);
    EXPECT_EQ(gradient.cost, 0);
    EXPECT_TRUE(gradient.centres.empty() && gradient.neighbours.empty());
  }
}

TEST(SkipGram, DrawsWordsWithProbabilitiesThatAddUpToOne) {
  double sum = 0;
  for (int32_t word = 0; word < 1000; ++word) sum += negative_probability(word, 1000);
  EXPECT_NEAR(sum, 1, 1e-12);
}

double cosine(const SkipGramWeights& weights, int32_t one, int32_t other) {
  double product = 0, squares[2] = {0, 0};
  for (int64_t i = 0; i < weights.width; ++i) {
    const double x = weights.vectors[one * weights.width + i];
    const double y = weights.vectors[other * weights.width + i];
    product += x * y;
    squares[0] += x * x;
    squares[1] += y * y;
  }
  return product / std::sqrt(squares[0] * squares[1]);
}

/// Words 0 and 1 stand between 2 and 3, 4 and 5 between 6 and 7.
SentenceList interchangeable_words() {
  SentenceList sentences;
  for (int32_t i = 0; i < 400; ++i) {
    const int32_t group = 4 * (i / 2 % 2);
    sentences.append(std::vector<int32_t>{2 + group / 4 * 4, group + i % 2, 3 + group / 4 * 4});
  }
  return sentences;
}

TEST(SkipGram, MakesInterchangeableWordsAlike) {
  const auto weights = learn_skip_gram(interchangeable_words(), 8);
  EXPECT_GT(cosine(weights, 0, 1), 0.9);
  EXPECT_GT(cosine(weights, 4, 5), 0.9);
  EXPECT_LT(cosine(weights, 0, 4), 0.5);
  EXPECT_LT(cosine(weights, 1, 5), 0.5);
}

TEST(SkipGram, LearnsTheSameEveryTime) {
  EXPECT_EQ(learn_skip_gram(interchangeable_words(), 8).vectors,
            learn_skip_gram(interchangeable_words(), 8).vectors);
}

}  // namespace
}  // namespace lingan::metrics::skip_gram_test
