#include <lingan/metrics/vectors/skip_gram.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <unordered_map>

#include <Eigen/Core>

#include <lingan/base/progress.h>
#include <lingan/base/random.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kWidth = 32;
constexpr int kPasses = 2;
constexpr double kRate = 1.0;
constexpr double kFirstSum = 0.1;
constexpr uint64_t kSeed = 1;
constexpr uint32_t kOfVectors = 0, kOfOutputs = 1;  // steps of the stream of first weights
constexpr int64_t kShown = 256;                     // sentences between two reports

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Numbers of words within a sentence, in the order in which they come.
class LocalNumbers {
 public:
  int32_t number(int32_t word) {
    const auto [place, is_new] = numbers_.emplace(word, static_cast<int32_t>(words_.size()));
    if (is_new) words_.push_back(word);
    return place->second;
  }
  const std::vector<int32_t>& words() const { return words_; }

 private:
  std::unordered_map<int32_t, int32_t> numbers_;
  std::vector<int32_t> words_;
};

struct Pair {
  int32_t centre;
  int32_t neighbour;
};

/// The pairs of a sentence, in local numbers.
std::vector<Pair> pairs_of(std::span<const int32_t> sentence, int32_t vocabulary,
                           LocalNumbers& centres, LocalNumbers& neighbours) {
  std::vector<Pair> pairs;
  for (size_t i = 0; i + 1 < sentence.size(); ++i) {
    const int32_t left = sentence[i], right = sentence[i + 1];
    if (left >= vocabulary || right >= vocabulary) continue;
    pairs.push_back({centres.number(left), neighbours.number(right)});
    pairs.push_back({centres.number(right), neighbours.number(left)});
  }
  return pairs;
}

/// Rows of a table [V, E].
Rows rows_of(const std::vector<double>& table, int64_t width, const std::vector<int32_t>& words) {
  Rows rows(words.size(), width);
  for (size_t i = 0; i < words.size(); ++i) {
    rows.row(i) = Eigen::Map<const Eigen::RowVectorXd>(table.data() + words[i] * width, width);
  }
  return rows;
}

/// Scores [C, O], each less ln of how often its word is expected among the negatives.
Rows scores_of(const SkipGramWeights& weights, const Rows& vectors, const Rows& outputs,
               const std::vector<int32_t>& neighbours) {
  Rows scores = vectors * outputs.transpose();
  const auto vocabulary = static_cast<int32_t>(weights.biases.size());
  for (size_t x = 0; x < neighbours.size(); ++x) {
    const double expected = kNegativeWords * negative_probability(neighbours[x], vocabulary);
    scores.col(x).array() += weights.biases[neighbours[x]] - std::log(expected);
  }
  return scores;
}

/// Adds the cost of a pair, and its gradient in the scores of its centre [O].
/// @param drawn  [O]: how often each word is a negative.
double add_pair(const Eigen::RowVectorXd& scores, const Eigen::RowVectorXd& drawn,
                int32_t neighbour, Eigen::Ref<Eigen::RowVectorXd> gradient) {
  Eigen::RowVectorXd times = drawn;
  times[neighbour] = 1;
  const double highest = scores.maxCoeff();
  Eigen::RowVectorXd shares = times.array() * (scores.array() - highest).exp();
  const double sum = shares.sum();
  gradient += shares / sum;
  gradient[neighbour] -= 1;
  return highest + std::log(sum) - scores[neighbour];
}

std::vector<double> values_of(const Rows& rows) { return {rows.data(), rows.data() + rows.size()}; }

/// [V, E], uniform in [-limit, limit].
std::vector<double> first_weights(int32_t vocabulary, uint32_t table, double limit) {
  const RandomStream stream{kSeed, Purpose::kInitialize, table};
  std::vector<double> weights;
  weights.reserve(vocabulary * kWidth);
  for (int32_t word = 0; word < vocabulary; ++word) {
    for (uint32_t i = 0; i < kWidth; ++i) {
      weights.push_back(limit * (2 * stream.uniform(word, i) - 1));
    }
  }
  return weights;
}

/// One table's Adagrad.
class Adagrad {
 public:
  explicit Adagrad(std::vector<double>& weights)
      : weights_(weights), sums_(weights.size(), kFirstSum) {}

  /// @param gradient  [words, E], rows of the table.
  void step(const std::vector<int32_t>& words, const std::vector<double>& gradient) {
    const size_t width = words.empty() ? 0 : gradient.size() / words.size();
    for (size_t i = 0; i < gradient.size(); ++i) {
      const size_t at = static_cast<size_t>(words[i / width]) * width + i % width;
      sums_[at] += gradient[i] * gradient[i];
      weights_[at] -= kRate * gradient[i] / std::sqrt(sums_[at]);
    }
  }

 private:
  std::vector<double>& weights_;
  std::vector<double> sums_;
};

/// Draws the negatives of a sentence.
std::vector<NegativeWord> draw_negatives(const RandomStream& stream, uint64_t sentence,
                                         int32_t vocabulary) {
  std::vector<int32_t> words;
  for (uint32_t i = 0; i < kNegativeWords; ++i) {
    const double word = std::pow(vocabulary + 1.0, stream.uniform(sentence, i)) - 1;
    words.push_back(std::min(static_cast<int32_t>(word), vocabulary - 1));
  }
  std::ranges::sort(words);
  std::vector<NegativeWord> negatives;
  for (const int32_t word : words) {
    if (negatives.empty() || negatives.back().word != word) negatives.push_back({word, 0});
    ++negatives.back().drawn;
  }
  return negatives;
}

}  // namespace

double negative_probability(int32_t word, int32_t vocabulary) {
  return std::log1p(1.0 / (word + 1.0)) / std::log1p(vocabulary);
}

SkipGramGradient skip_gram_gradient(const SkipGramWeights& weights,
                                    std::span<const int32_t> sentence,
                                    std::span<const NegativeWord> negatives) {
  LocalNumbers centres, neighbours;
  const auto vocabulary = static_cast<int32_t>(weights.biases.size());
  const auto pairs = pairs_of(sentence, vocabulary, centres, neighbours);
  if (pairs.empty()) return {};
  for (const NegativeWord& negative : negatives) neighbours.number(negative.word);
  Eigen::RowVectorXd drawn = Eigen::RowVectorXd::Zero(neighbours.words().size());
  for (const NegativeWord& negative : negatives) {
    drawn[neighbours.number(negative.word)] = negative.drawn;
  }
  const Rows vectors = rows_of(weights.vectors, weights.width, centres.words());
  const Rows outputs = rows_of(weights.outputs, weights.width, neighbours.words());
  const Rows scores = scores_of(weights, vectors, outputs, neighbours.words());
  Rows of_scores = Rows::Zero(scores.rows(), scores.cols());
  double cost = 0;
  for (const Pair& pair : pairs) {
    cost += add_pair(scores.row(pair.centre), drawn, pair.neighbour, of_scores.row(pair.centre));
  }
  const auto count = static_cast<double>(pairs.size());
  of_scores /= count;
  const Eigen::RowVectorXd of_biases = of_scores.colwise().sum();
  return {.cost = cost / count,
          .centres = centres.words(),
          .of_vectors = values_of(of_scores * outputs),
          .neighbours = neighbours.words(),
          .of_outputs = values_of(of_scores.transpose() * vectors),
          .of_biases = {of_biases.data(), of_biases.data() + of_biases.size()}};
}

SkipGramWeights learn_skip_gram(const SentenceList& sentences, int32_t vocabulary) {
  SkipGramWeights weights{.width = kWidth,
                          .vectors = first_weights(vocabulary, kOfVectors, 1),
                          .outputs = first_weights(vocabulary, kOfOutputs, std::sqrt(3.0 / kWidth)),
                          .biases = std::vector<double>(vocabulary, 0)};
  Adagrad vectors(weights.vectors), outputs(weights.outputs), biases(weights.biases);
  Progress progress("learning vectors of words", kPasses * sentences.size(), "sentences");
  for (int pass = 0; pass < kPasses; ++pass) {
    const RandomStream stream{kSeed, Purpose::kNegatives, static_cast<uint32_t>(pass)};
    for (int64_t i = 0; i < sentences.size(); ++i) {
      const auto gradient =
          skip_gram_gradient(weights, sentences[i], draw_negatives(stream, i, vocabulary));
      vectors.step(gradient.centres, gradient.of_vectors);
      outputs.step(gradient.neighbours, gradient.of_outputs);
      biases.step(gradient.neighbours, gradient.of_biases);
      if (i % kShown == 0) progress.update(pass * sentences.size() + i);
    }
  }
  return weights;
}

}  // namespace lingan::metrics
