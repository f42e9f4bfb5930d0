#include <lingan/engine/training/cross_entropy.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/base/random.h>

namespace lingan::cross_entropy_test {
namespace {

/// A small problem with its answer in double precision, by the definition.
class CrossEntropy : public ::testing::Test {
 protected:
  void make(int64_t rows, int64_t width, int64_t vocabulary) {
    rows_ = rows;
    width_ = width;
    vocabulary_ = vocabulary;
    hidden_ = draw(0, rows * width, 1.0);
    weight_ = draw(1, vocabulary * width, 1.0);
    bias_ = draw(2, vocabulary, 2.0);
    weights_ = draw(3, rows, 1.0);
    targets_.clear();
    for (int64_t row = 0; row < rows; ++row) targets_.push_back((row * 7919 + 3) % vocabulary);
  }

  void solve() {
    nll_.assign(rows_, NAN);
    hidden_gradient_.assign(hidden_.size(), NAN);
    weight_gradient_.assign(weight_.size(), NAN);
    bias_gradient_.assign(bias_.size(), NAN);
    engine::cross_entropy(task(), {nll_.data(), hidden_gradient_.data(), weight_gradient_.data(),
                                   bias_gradient_.data()});
  }

  engine::CrossEntropyTask task() const {
    return {rows_,          width_,       vocabulary_,     hidden_.data(),
            weight_.data(), bias_.data(), targets_.data(), weights_.data()};
  }

  void expect_the_definition() {
    std::vector<double> hidden(hidden_.size()), weight(weight_.size()), bias(bias_.size());
    for (int64_t row = 0; row < rows_; ++row) {
      const std::vector<double> p = probabilities(row);
      EXPECT_NEAR(nll_[row], -std::log(p[targets_[row]]), 1e-5) << row;
      for (int64_t v = 0; v < vocabulary_; ++v) {
        const double slope = weights_[row] * (p[v] - (v == targets_[row]));
        bias[v] += slope;
        for (int64_t k = 0; k < width_; ++k) {
          hidden[row * width_ + k] += slope * weight_[v * width_ + k];
          weight[v * width_ + k] += slope * hidden_[row * width_ + k];
        }
      }
    }
    expect_near(hidden_gradient_, hidden);
    expect_near(weight_gradient_, weight);
    expect_near(bias_gradient_, bias);
  }

  std::vector<double> probabilities(int64_t row) const {
    std::vector<double> p;
    double sum = 0;
    for (int64_t v = 0; v < vocabulary_; ++v) {
      double logit = bias_[v];
      for (int64_t k = 0; k < width_; ++k) {
        logit += static_cast<double>(hidden_[row * width_ + k]) * weight_[v * width_ + k];
      }
      p.push_back(std::exp(logit));
      sum += p.back();
    }
    for (double& value : p) value /= sum;
    return p;
  }

  static void expect_near(const std::vector<float>& actual, const std::vector<double>& expected) {
    for (size_t i = 0; i < actual.size(); ++i) {
      ASSERT_NEAR(actual[i], expected[i], 2e-5 * std::max(1.0, std::abs(expected[i]))) << i;
    }
  }

  static std::vector<float> draw(uint32_t position, int64_t count, double range) {
    const RandomStream stream{5, Purpose::kInitialize, 0};
    std::vector<float> values;
    for (int64_t i = 0; i < count; ++i) {
      values.push_back(static_cast<float>(range * (2 * stream.uniform(i, position) - 1)));
    }
    return values;
  }

  int64_t rows_ = 0, width_ = 0, vocabulary_ = 0;
  std::vector<float> hidden_, weight_, bias_, weights_;
  std::vector<int64_t> targets_;
  std::vector<float> nll_, hidden_gradient_, weight_gradient_, bias_gradient_;
};

TEST_F(CrossEntropy, IsTheLogarithmOfTheSoftmaxWithItsGradient) {
  make(37, 32, 75);  // neither rows nor tokens fill their blocks
  solve();
  expect_the_definition();
}

TEST_F(CrossEntropy, IsRightForOneTokenAndOneRow) {
  make(1, 64, 1);
  solve();
  expect_the_definition();
}

TEST_F(CrossEntropy, AddsTheGroupsOfManyRows) {
  make(300, 32, 40);
  solve();
  expect_the_definition();
}

TEST_F(CrossEntropy, DoesNotDependOnTheNumberOfThreads) {
  make(150, 96, 333);
  set_thread_count(1);
  solve();
  const auto hidden = hidden_gradient_, weight = weight_gradient_, bias = bias_gradient_;
  const auto nll = nll_;
  set_thread_count(3);
  solve();
  set_thread_count(0);
  EXPECT_EQ(nll, nll_);
  EXPECT_EQ(hidden, hidden_gradient_);
  EXPECT_EQ(weight, weight_gradient_);
  EXPECT_EQ(bias, bias_gradient_);
}

TEST_F(CrossEntropy, StandsHugeAndForbiddenLogits) {
  make(9, 32, 50);
  bias_[7] = 400.0f;
  bias_[8] = -1e9f;
  for (auto& target : targets_) target = 7;
  solve();
  for (const float nll : nll_) EXPECT_EQ(nll, 0.0f);
  for (const float value : weight_gradient_) EXPECT_NEAR(value, 0.0f, 1e-6);
}

TEST_F(CrossEntropy, GivesTheLossAloneWhenNoGradientIsWanted) {
  make(20, 32, 45);
  solve();
  const auto nll = nll_;
  nll_.assign(rows_, NAN);
  engine::cross_entropy(task(), {nll_.data()});
  EXPECT_EQ(nll, nll_);
}

TEST_F(CrossEntropy, ShowsWhatIsNotANumber) {
  make(8, 32, 40);
  hidden_[3] = NAN;
  solve();
  EXPECT_TRUE(std::isnan(nll_[0]));
  EXPECT_FALSE(std::isnan(nll_[1]));
}

}  // namespace
}  // namespace lingan::cross_entropy_test
