// Window features and training kernels as a device computes them, through every launcher.
#include <cmath>
#include <random>
#include <tuple>
#include <utility>

#include <lingan/engine/scoring/token_window_features.h>

#include "tests/engine/launchers.h"

namespace lingan::engine {
namespace {

template <class Launcher>
class DeviceFeaturesTest : public LauncherTest<Launcher> {
 protected:
  std::vector<float> normal(int64_t count, float scale = 1.0f) {
    std::normal_distribution<float> distribution(0.0f, scale);
    std::vector<float> values(static_cast<size_t>(count));
    for (float& value : values) value = distribution(random_);
    return values;
  }
  int64_t below(int64_t bound) {
    return std::uniform_int_distribution<int64_t>(0, bound - 1)(random_);
  }

  std::mt19937 random_{4};
};
TYPED_TEST_SUITE(DeviceFeaturesTest, Launchers, LauncherNames);

void expect_near(const std::vector<double>& expected, const std::vector<float>& found,
                 double tolerance) {
  ASSERT_EQ(expected.size(), found.size());
  for (size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(expected[i], found[i], tolerance) << i;
}

TYPED_TEST(DeviceFeaturesTest, WindowsEqualTheCpuWithSharedPrefixesAndWithout) {
  constexpr int64_t kVocabulary = 60, kWidth = 9, kRows = 50;
  constexpr int32_t kLength = 8;
  const auto embeddings = this->normal(kVocabulary * kWidth);
  std::vector<std::vector<float>> weights, biases;
  std::vector<TokenWindowBank> banks;
  std::vector<cuda::TokenWindowBankView> views;
  for (const auto& [width, count] : {std::pair{1, 5}, {3, 70}, {8, 33}}) {
    weights.push_back(this->normal(count * width * kWidth));
    biases.push_back(this->normal(count));
  }
  for (size_t b = 0; b < weights.size(); ++b) {
    const auto count = static_cast<int64_t>(biases[b].size());
    const auto width =
        static_cast<int32_t>(static_cast<int64_t>(weights[b].size()) / count / kWidth);
    banks.push_back({width, count, weights[b], biases[b]});
    views.push_back({width, count, weights[b].data(), biases[b].data()});
  }
  TokenBatch rows = TokenBatch::filled(kRows, kLength, 0);
  for (auto& token : rows.tokens) token = static_cast<int32_t>(this->below(kVocabulary));
  // Rows of five groups; within one, each shares with the leader (the first row) as far as it says.
  std::vector<int64_t> sentence(kRows);
  std::vector<int32_t> group(kRows), prefix(kRows), leader(5);
  for (int64_t r = 0; r < kRows; ++r) {
    sentence[r] = group[r] = static_cast<int32_t>(r / 10);
    if (r % 10 == 0) leader[r / 10] = static_cast<int32_t>(r);
    prefix[r] = static_cast<int32_t>(r % 10 == 0 ? kLength - 1 : r % kLength);
    std::copy_n(rows.tokens.begin() + leader[r / 10] * kLength, prefix[r],
                rows.tokens.begin() + r * kLength);
  }
  const TokenWindowFeatures cpu(embeddings, kWidth, banks);
  std::vector<float> expected(kRows * cpu.feature_count()), found(expected.size());
  cpu.compute(rows, {sentence, prefix}, expected);
  cuda::TokenWindowJob job{
      embeddings.data(), kVocabulary, kWidth,  views.data(), 3, rows.tokens.data(), kRows,
      kLength,           nullptr,     nullptr, nullptr,      0, found.data()};
  this->launcher_.token_window_features(job, cpu.feature_count());
  const std::vector<double> wanted(expected.begin(), expected.end());
  expect_near(wanted, found, 1e-4);
  std::fill(found.begin(), found.end(), -1.0f);
  job.group = group.data();
  job.prefix_length = prefix.data();
  job.leader = leader.data();
  job.groups = 5;
  this->launcher_.token_window_features(job, cpu.feature_count());
  expect_near(wanted, found, 1e-4);
}

/// Losses and gradients of a cross-entropy, in double.
struct PlainCrossEntropy {
  std::vector<double> losses, hidden, weight, bias;

  PlainCrossEntropy(const cuda::CrossEntropyJob& job)
      : hidden(job.rows * job.width), weight(job.vocabulary * job.width), bias(job.vocabulary) {
    for (int64_t n = 0; n < job.rows; ++n) {
      std::vector<double> logits(job.bias, job.bias + job.vocabulary);
      for (int64_t v = 0; v < job.vocabulary; ++v) {
        for (int64_t k = 0; k < job.width; ++k) {
          logits[v] += double(job.hidden[n * job.width + k]) * job.weight[v * job.width + k];
        }
      }
      double total = 0;
      for (double logit : logits) total += std::exp(logit);
      losses.push_back(std::log(total) - logits[job.targets[n]]);
      for (int64_t v = 0; v < job.vocabulary; ++v) {
        const double d = job.loss_gradients[n] *
                         (std::exp(logits[v]) / total - (v == job.targets[n] ? 1.0 : 0.0));
        bias[v] += d;
        for (int64_t k = 0; k < job.width; ++k) {
          hidden[n * job.width + k] += d * job.weight[v * job.width + k];
          weight[v * job.width + k] += d * job.hidden[n * job.width + k];
        }
      }
    }
  }
};

TYPED_TEST(DeviceFeaturesTest, CrossEntropyEqualsItsDefinition) {
  for (const auto& [rows, width, vocabulary] : {std::tuple{70, 20, 150}, {3, 300, 65}, {1, 1, 1}}) {
    const auto hidden = this->normal(rows * width), weight = this->normal(vocabulary * width, 0.2f);
    const auto bias = this->normal(vocabulary), gradients = this->normal(rows);
    std::vector<int64_t> targets(rows);
    for (auto& target : targets) target = this->below(vocabulary);
    std::vector<float> losses(rows), log_totals(rows), d_hidden(rows * width, 7.0f),
        d_weight(vocabulary * width, 7.0f), d_bias(vocabulary, 7.0f);
    const cuda::CrossEntropyJob job{rows,
                                    width,
                                    vocabulary,
                                    hidden.data(),
                                    weight.data(),
                                    bias.data(),
                                    targets.data(),
                                    losses.data(),
                                    log_totals.data(),
                                    gradients.data(),
                                    d_hidden.data(),
                                    d_weight.data(),
                                    d_bias.data()};
    this->launcher_.cross_entropy(job);
    const PlainCrossEntropy plain(job);
    expect_near(plain.losses, losses, 2e-5);
    expect_near(plain.hidden, d_hidden, 2e-5);
    expect_near(plain.weight, d_weight, 5e-5);
    expect_near(plain.bias, d_bias, 2e-5);
  }
}

/// Maxima over time and their gradients by one walk over windows, in double.
struct PlainMaxOverTime {
  std::vector<double> maxima, vectors, weight, bias;

  PlainMaxOverTime(const cuda::MaxOverTimeJob& job)
      : vectors(job.rows * job.length * job.depth),
        weight(job.filters * job.width * job.depth),
        bias(job.filters) {
    const int64_t size = job.width * job.depth;
    for (int64_t n = 0; n < job.rows; ++n) {
      for (int64_t f = 0; f < job.filters; ++f) {
        double top = 0;
        int64_t at = -1;
        for (int64_t t = 0; t + job.width <= job.length; ++t) {
          double value = job.bias[f];
          for (int64_t i = 0; i < size; ++i) {
            value += double(job.vectors[(n * job.length + t) * job.depth + i]) *
                     job.weight[f * size + i];
          }
          if (value > top) top = value, at = t;
        }
        maxima.push_back(top);
        if (at < 0) continue;
        const double g = job.maxima_gradients[n * job.filters + f];
        bias[f] += g;
        for (int64_t i = 0; i < size; ++i) {
          const int64_t from = (n * job.length + at) * job.depth + i;
          vectors[from] += g * job.weight[f * size + i];
          weight[f * size + i] += g * job.vectors[from];
        }
      }
    }
  }
};

TYPED_TEST(DeviceFeaturesTest, MaxOverTimeEqualsItsDefinition) {
  for (const auto& [rows, length, depth, width, filters] :
       {std::tuple{9, 7, 5, 3, 70}, {4, 6, 1, 2, 3}, {130, 5, 4, 5, 2}, {2, 8, 100, 4, 5}}) {
    const auto vectors = this->normal(rows * length * depth);
    const auto weight = this->normal(filters * width * depth, 0.3f), bias = this->normal(filters);
    const auto gradients = this->normal(rows * filters);
    // The vectors' gradient is added to what is there.
    std::vector<float> maxima(rows * filters), d_vectors(vectors.size(), 1.0f),
        d_weight(weight.size()), d_bias(bias.size());
    std::vector<int32_t> windows(rows * filters);
    const cuda::MaxOverTimeJob job{rows,
                                   length,
                                   depth,
                                   width,
                                   filters,
                                   vectors.data(),
                                   weight.data(),
                                   bias.data(),
                                   maxima.data(),
                                   windows.data(),
                                   gradients.data(),
                                   d_vectors.data(),
                                   d_weight.data(),
                                   d_bias.data()};
    this->launcher_.max_over_time(job);
    const PlainMaxOverTime plain(job);
    for (float& slope : d_vectors) slope -= 1.0f;
    expect_near(plain.maxima, maxima, 2e-5);
    expect_near(plain.vectors, d_vectors, 5e-5);
    expect_near(plain.weight, d_weight, 1e-4);
    expect_near(plain.bias, d_bias, 2e-5);
  }
}

}  // namespace
}  // namespace lingan::engine
