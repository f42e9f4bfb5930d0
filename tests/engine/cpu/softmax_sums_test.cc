#include <lingan/engine/cpu/softmax_sums.h>

#include <gtest/gtest.h>

#include <limits>
#include <numeric>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::softmax_sums_test {
namespace {

/// An output layer with hidden rows.
struct Problem {
  Problem(int64_t rows, int64_t width, int64_t vocabulary, double range = 1.0)
      : rows(rows),
        width(width),
        vocabulary(vocabulary),
        weight(random_floats(0, vocabulary * width, range)),
        bias(random_floats(1, vocabulary, range)),
        hidden(random_floats(2, rows * width, range)) {}

  std::vector<double> logits(int64_t row) const {
    std::vector<double> logits(bias.begin(), bias.end());
    for (int64_t v = 0; v < vocabulary; ++v) {
      for (int64_t k = 0; k < width; ++k) {
        logits[v] += static_cast<double>(weight[v * width + k]) * hidden[row * width + k];
      }
    }
    return logits;
  }

  int64_t rows, width, vocabulary;
  std::vector<float> weight, bias, hidden;
};

void expect_sums(const Problem& problem, float scale) {
  const OutputLayer layer(problem.weight, problem.bias);
  OutputRows rows;
  rows.pack(layer, problem.hidden.data(), problem.rows);
  const int64_t groups = softmax_groups(layer);
  const int64_t in_group = panels_per_group(layer) * kPanel;
  std::vector<float> reference(problem.rows), sums(problem.rows * groups);
  softmax_sums(layer, rows, {scale, reference.data(), sums.data()});
  for (int64_t r = 0; r < problem.rows; ++r) {
    const auto logits = problem.logits(r);
    const double top = scale * *std::max_element(logits.begin(), logits.end());
    EXPECT_GE(reference[r], top - 40.001);
    for (int64_t g = 0; g < groups; ++g) {
      double expected = 0;
      for (int64_t v = g * in_group; v < std::min((g + 1) * in_group, problem.vocabulary); ++v) {
        expected += std::exp(scale * logits[v] - reference[r]);
      }
      ASSERT_NEAR(sums[r * groups + g], expected, 3e-5 * std::max(expected, 1e-6)) << r << " " << g;
    }
  }
}

TEST(SoftmaxSums, AreThoseOfTheDefinition) {
  expect_sums(Problem(1, 8, 5), 1.0f);
  expect_sums(Problem(70, 32, 300), 0.7f);
  expect_sums(Problem(9, 100, 75), 2.0f);
  expect_sums(Problem(75, 200, 300), 1.0f);
}

/// A later logit far above the first ones moves what all are measured from.
TEST(SoftmaxSums, FollowTheLargestLogit) {
  const std::vector<float> weight(300, 0.0f), hidden = {1.0f};
  std::vector<float> bias(300, -50.0f);
  bias[250] = 500.0f;
  const OutputLayer layer(weight, bias);
  OutputRows rows;
  rows.pack(layer, hidden.data(), 1);
  std::vector<float> reference(1), sums(softmax_groups(layer));
  softmax_sums(layer, rows, {1.0f, reference.data(), sums.data()});
  EXPECT_EQ(reference[0], 500.0f);
  // A logit of 500 is known to 3e-5.
  EXPECT_NEAR(std::accumulate(sums.begin(), sums.end(), 0.0f), 1.0f, 3e-5f);
}

TEST(PanelExponentials, AreThoseOfOneRowAndPanel) {
  const Problem problem(11, 40, 70);
  const OutputLayer layer(problem.weight, problem.bias);
  OutputRows rows;
  rows.pack(layer, problem.hidden.data(), problem.rows);
  for (const int64_t row : {0, 7, 8, 10}) {
    const auto logits = problem.logits(row);
    for (int64_t panel = 0; panel < 3; ++panel) {
      const PanelExponentials result = panel_exponentials(layer, rows, row, panel, 0.5f, 1.5f);
      for (int64_t j = 0; j < kPanel; ++j) {
        const int64_t token = panel * kPanel + j;
        if (token >= 70) {
          EXPECT_EQ(result.exponentials[j], 0.0f);
          continue;
        }
        EXPECT_NEAR(result.logits[j], 0.5 * logits[token], 1e-5);
        EXPECT_NEAR(result.exponentials[j], std::exp(0.5 * logits[token] - 1.5), 1e-5);
      }
    }
  }
}

TEST(ScaledExponentials, AreExactToAFewParts) {
  std::vector<float> values(12 * kPanel), out(values.size());
  for (size_t i = 0; i < values.size(); ++i) values[i] = 0.25f * static_cast<float>(i) - 80.0f;
  scaled_exponentials(values.data(), static_cast<int64_t>(values.size()), 2.0f, 10.0f, out.data());
  for (size_t i = 0; i < values.size(); ++i) {
    const double exponent = 2.0 * values[i] - 10.0;
    if (exponent < -87.0) {
      EXPECT_LT(out[i], 2e-38f) << values[i];
    } else {
      EXPECT_NEAR(out[i] / std::exp(exponent), 1.0, 1e-5) << values[i];
    }
  }
}

TEST(ScaledExponentials, OfMinusInfinityAreZeroAndNanStays) {
  std::vector<float> values(kPanel, -std::numeric_limits<float>::infinity()), out(kPanel);
  values[5] = NAN;
  scaled_exponentials(values.data(), kPanel, 1.0f, 0.0f, out.data());
  for (int64_t j = 0; j < kPanel; ++j) {
    EXPECT_TRUE(j == 5 ? std::isnan(out[j]) : out[j] == 0.0f) << j;
  }
}

TEST(Largest, IsFoundAtEveryPlace) {
  for (int64_t place = 0; place < 2 * kPanel; ++place) {
    auto values = random_floats(0, 2 * kPanel);
    values[place] = 3.0f;
    EXPECT_EQ(largest(values.data(), 2 * kPanel), 3.0f) << place;
  }
  const std::vector<float> negative(kPanel, -7.0f);
  EXPECT_EQ(largest(negative.data(), kPanel), -7.0f);
}

}  // namespace
}  // namespace lingan::engine::softmax_sums_test
