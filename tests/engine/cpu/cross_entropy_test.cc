#include <lingan/engine/cpu/cross_entropy.h>

#include <gtest/gtest.h>

#include <limits>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::cross_entropy_test {
namespace {

constexpr int64_t kRows = 5, kWidth = 32, kTokens = 75, kPadded = 96;

/// A small layer with rows, and what the kernels write.
class SoftmaxKernels : public ::testing::Test {
 protected:
  SoftmaxKernels() {
    std::copy(bias_.begin(), bias_.end(), padded_bias_.begin());
    pack_panels({weight_.data(), kTokens, kWidth}, 0, 3, panels_.data());
    layer_ = {weight_.data(), panels_.data(), padded_bias_.data(), kTokens, kWidth};
    rows_ = {kRows,       hidden_.data(), targets_.data(), weights_.data(), exponentials_.data(),
             nll_.data(), scaled_.data(), scale_.data(),   gradient_.data()};
    for (int64_t row = 0; row < kRows; ++row) {
      for (int64_t v = 0; v < kTokens; ++v) {
        double logit = bias_[v];
        for (int64_t k = 0; k < kWidth; ++k) {
          logit += static_cast<double>(weight_[v * kWidth + k]) * hidden_[row * kWidth + k];
        }
        logits_[row].push_back(logit);
      }
    }
  }

  double probability(int64_t row, int64_t token) const {
    double sum = 0;
    for (const double logit : logits_[row]) sum += std::exp(logit - logits_[row][token]);
    return 1 / sum;
  }

  std::vector<float> weight_ = random_floats(0, kTokens* kWidth);
  std::vector<float> bias_ = random_floats(1, kTokens), hidden_ = random_floats(2, kRows*kWidth);
  std::vector<float> weights_ = random_floats(3, kRows);
  std::vector<int64_t> targets_ = {0, 74, 31, 32, 5};
  std::vector<float> panels_ = std::vector<float>(kPadded * kWidth);
  std::vector<float> padded_bias_ =
      std::vector<float>(kPadded, -std::numeric_limits<float>::infinity());
  std::vector<float> exponentials_ = std::vector<float>(kRows * kPadded, NAN);
  std::vector<float> nll_ = std::vector<float>(kRows, NAN), scale_ = nll_;
  std::vector<float> scaled_ = std::vector<float>(kRows * kWidth, NAN), gradient_ = scaled_;
  std::vector<double> logits_[kRows];
  SoftmaxLayer layer_;
  SoftmaxRows rows_;
};

TEST_F(SoftmaxKernels, GiveTheLossAndTheGradientInTheRows) {
  EXPECT_EQ(layer_.padded(), kPadded);
  softmax_rows(layer_, rows_);
  for (int64_t row = 0; row < kRows; ++row) {
    EXPECT_NEAR(nll_[row], -std::log(probability(row, targets_[row])), 1e-5);
    for (int64_t k = 0; k < kWidth; ++k) {
      double expected = 0;
      for (int64_t v = 0; v < kTokens; ++v) {
        expected += (probability(row, v) - (v == targets_[row])) * weight_[v * kWidth + k];
      }
      EXPECT_NEAR(gradient_[row * kWidth + k], weights_[row] * expected, 1e-5);
    }
  }
}

TEST_F(SoftmaxKernels, KeepExponentialsAndWhatTheyAreDividedBy) {
  softmax_rows(layer_, rows_);
  for (int64_t row = 0; row < kRows; ++row) {
    for (int64_t v = 0; v < kPadded; ++v) {
      const double p = static_cast<double>(exponentials_[row * kPadded + v]) * scale_[row];
      const double expected = v < kTokens ? weights_[row] * probability(row, v) : 0.0;
      EXPECT_NEAR(p, expected, 1e-6) << row << " " << v;
    }
    for (int64_t k = 0; k < kWidth; ++k) {
      EXPECT_EQ(scaled_[row * kWidth + k], hidden_[row * kWidth + k] * scale_[row]);
    }
  }
}

TEST_F(SoftmaxKernels, LeaveTheGradientOutWhereNoneIsWanted) {
  rows_.gradient = nullptr;
  softmax_rows(layer_, rows_);
  EXPECT_FALSE(std::isnan(nll_[0]));
  EXPECT_TRUE(std::isnan(gradient_[0]));
}

TEST_F(SoftmaxKernels, AddTheProbabilitiesToTheWeightsGradient) {
  softmax_rows(layer_, rows_);
  std::vector<float> weight(kTokens * kWidth, 1.0f), bias(kTokens, 2.0f);
  for (int64_t begin = 0; begin < kTokens; begin += kPanel) {
    add_softmax_gradient(layer_, {rows_, weight.data(), bias.data()}, begin,
                         std::min(begin + kPanel, kTokens));
  }
  for (int64_t v = 0; v < kTokens; ++v) {
    double of_bias = 2.0;
    for (int64_t row = 0; row < kRows; ++row) of_bias += weights_[row] * probability(row, v);
    EXPECT_NEAR(bias[v], of_bias, 1e-5) << v;
    for (int64_t k = 0; k < kWidth; ++k) {
      double expected = 1.0;
      for (int64_t row = 0; row < kRows; ++row) {
        expected += weights_[row] * probability(row, v) * hidden_[row * kWidth + k];
      }
      EXPECT_NEAR(weight[v * kWidth + k], expected, 1e-5);
    }
  }
}

}  // namespace
}  // namespace lingan::engine::cross_entropy_test
