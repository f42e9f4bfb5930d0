// Window features and training kernels as a device computes them, through every launcher.
#include <cmath>
#include <random>
#include <tuple>
#include <utility>

#include <lingan/engine/scoring/token_window_features.h>

#include "tests/engine/launchers.h"

namespace lingan::engine::device_features_test {
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

void expect_near(const std::vector<double>& expected, const std::vector<float>& actual,
                 double tolerance) {
  ASSERT_EQ(expected.size(), actual.size());
  for (size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(expected[i], actual[i], tolerance) << i;
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
  std::vector<float> expected(kRows * cpu.feature_count()), actual(expected.size());
  cpu.compute(rows, {sentence, prefix}, expected);
  cuda::TokenWindowJob job{
      embeddings.data(), kVocabulary, kWidth,  views.data(), 3, rows.tokens.data(), kRows,
      kLength,           nullptr,     nullptr, nullptr,      0, actual.data()};
  this->launcher_.token_window_features(job, cpu.feature_count());
  const std::vector<double> wanted(expected.begin(), expected.end());
  expect_near(wanted, actual, 1e-4);
  std::fill(actual.begin(), actual.end(), -1.0f);
  job.group = group.data();
  job.prefix_length = prefix.data();
  job.leader = leader.data();
  job.groups = 5;
  this->launcher_.token_window_features(job, cpu.feature_count());
  expect_near(wanted, actual, 1e-4);
}

TYPED_TEST(DeviceFeaturesTest, CrossEntropyEqualsItsDefinition) {
  for (const auto& [rows, vocabulary] : {std::pair{70, 150}, {3, 65}, {2, 3000}, {1, 1}}) {
    const auto given = this->normal(rows * vocabulary, 4.0f), gradients = this->normal(rows);
    std::vector<int64_t> targets(rows);
    for (auto& target : targets) target = this->below(vocabulary);
    std::vector<double> expected_losses, expected;
    for (int64_t n = 0; n < rows; ++n) {
      const float* logits = given.data() + n * vocabulary;
      double total = 0;
      for (int64_t v = 0; v < vocabulary; ++v) total += std::exp(double{logits[v]});
      expected_losses.push_back(std::log(total) - logits[targets[n]]);
      for (int64_t v = 0; v < vocabulary; ++v) {
        expected.push_back(gradients[n] *
                           (std::exp(double{logits[v]}) / total - (v == targets[n] ? 1.0 : 0.0)));
      }
    }
    for (const bool with_gradient : {false, true}) {
      std::vector<float> logits = given, losses(rows, 7.0f);
      this->launcher_.cross_entropy({rows, vocabulary, logits.data(), targets.data(),
                                     with_gradient ? gradients.data() : nullptr, losses.data()});
      expect_near(expected_losses, losses, 4e-6);
      if (with_gradient) {
        expect_near(expected, logits, 2e-6);
      } else {
        EXPECT_EQ(logits, given);
      }
    }
  }
}

TYPED_TEST(DeviceFeaturesTest, CrossEntropyOfLogitsThatAreNotNumbersIsNone) {
  std::vector<float> logits{1.0f, NAN, 2.0f}, losses(1, 0.0f);
  const std::vector<int64_t> targets{2};
  this->launcher_.cross_entropy({1, 3, logits.data(), targets.data(), nullptr, losses.data()});
  EXPECT_TRUE(std::isnan(losses[0]));
}

/// Maxima over time and their gradients by one walk over windows, in double.
struct PlainMaxOverTime {
  std::vector<double> maxima, vectors, weight, bias;

  PlainMaxOverTime(const cuda::MaxOverTimeJob& job)
      : vectors(job.rows * job.length * job.depth),
        weight(job.filters * job.width * job.depth),
        bias(job.filters) {
    const int64_t size = job.width * job.depth, windows = job.length - job.width + 1;
    for (int64_t n = 0; n < job.rows; ++n) {
      for (int64_t f = 0; f < job.filters; ++f) {
        double top = 0;
        int64_t at = -1;
        for (int64_t t = 0; t < windows; ++t) {
          const double value = job.values[(n * windows + t) * job.filters + f];
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
    const auto weight = this->normal(filters * width * depth, 0.3f);
    // Of any window each: about half of the filters of width T have no positive one.
    const auto values = this->normal(rows * (length - width + 1) * filters);
    const auto gradients = this->normal(rows * filters);
    // The vectors' gradient is added to what is there.
    std::vector<float> maxima(rows * filters), d_vectors(vectors.size(), 1.0f),
        d_weight(weight.size()), d_bias(filters);
    std::vector<int32_t> windows(rows * filters);
    const cuda::MaxOverTimeJob job{.rows = rows,
                                   .length = length,
                                   .depth = depth,
                                   .width = width,
                                   .filters = filters,
                                   .values = values.data(),
                                   .maxima = maxima.data(),
                                   .windows = windows.data(),
                                   .maxima_gradients = gradients.data(),
                                   .vectors = vectors.data(),
                                   .weight = weight.data(),
                                   .vectors_gradient = d_vectors.data(),
                                   .weight_gradient = d_weight.data(),
                                   .bias_gradient = d_bias.data()};
    this->launcher_.max_over_time(job);
    const PlainMaxOverTime plain(job);
    for (float& slope : d_vectors) slope -= 1.0f;
    expect_near(plain.maxima, maxima, 0);
    expect_near(plain.vectors, d_vectors, 5e-5);
    expect_near(plain.weight, d_weight, 1e-4);
    expect_near(plain.bias, d_bias, 2e-5);
  }
}

}  // namespace
}  // namespace lingan::engine::device_features_test
