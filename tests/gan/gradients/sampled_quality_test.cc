/// Against moments of Gaussian estimates, whose mean and variance are known.
#include <lingan/gan/gradients/sampled_quality.h>

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lingan::sampled_quality_test {
namespace {

constexpr int64_t kBlocks = 32, kEach = 4;
constexpr size_t kWidth = 40;

/// Blocks of estimates with mean (m, 0, 0, ..) and independent coordinates of deviation 1, against
/// a reference with mean (r, s, 0, ..).
BlockProducts draw(std::mt19937_64& bits, double m, double r, double s) {
  std::normal_distribution<double> normal;
  BlockProducts all{.blocks = kBlocks,
                    .products = std::vector<double>(4 * kBlocks * kBlocks),
                    .squares = std::vector<double>(kBlocks),
                    .estimates = kEach};
  std::vector<std::vector<double>> means(2 * kBlocks, std::vector<double>(kWidth));
  for (size_t block = 0; block < means.size(); ++block) {
    const bool is_estimator = block < static_cast<size_t>(kBlocks);
    for (int64_t i = 0; i < kEach; ++i) {
      for (size_t c = 0; c < kWidth; ++c) {
        const double mean = c == 0 ? (is_estimator ? m : r) : c == 1 && !is_estimator ? s : 0;
        const double x = mean + normal(bits);
        means[block][c] += x / kEach;
        if (is_estimator) all.squares[block] += x * x;
      }
    }
  }
  for (size_t a = 0; a < means.size(); ++a) {
    for (size_t b = 0; b < means.size(); ++b) {
      for (size_t c = 0; c < kWidth; ++c) {
        all.products[a * means.size() + b] += means[a][c] * means[b][c];
      }
    }
  }
  return all;
}

/// How often intervals cover the truth, over many studies.
struct Coverage {
  int studies = 0, bias = 0, variance = 0, cosine = 0, signal_to_noise = 0, norm = 0;
  double squared_bias = 0;  // summed, with its sign
};

Coverage cover(double m, double r, double s) {
  const auto in = [](const Estimate& x, double truth) { return x.low <= truth && truth <= x.high; };
  std::mt19937_64 bits(5);
  Coverage counts;
  for (; counts.studies < 300; ++counts.studies) {
    const BlockProducts all = draw(bits, m, r, s);
    const SampledMoments moments = sampled_moments(all);
    counts.bias += in(moments.bias, std::hypot(m - r, s));
    counts.variance += in(moments.variance, kWidth);
    counts.cosine += in(moments.cosine, r / std::hypot(r, s));
    counts.signal_to_noise += in(moments.signal_to_noise, m / std::sqrt(kWidth));
    counts.norm += in(reference_norm(all), std::hypot(r, s));
    counts.squared_bias += moments.mean_squared_error.value - moments.variance.value;
  }
  return counts;
}

TEST(SampledQuality, CoversTheTruthInNineteenOfTwentyStudies) {
  const Coverage counts = cover(3, 2, 1);
  // 285 of 300 are expected, with a deviation of 4.
  for (const int count :
       {counts.bias, counts.variance, counts.cosine, counts.signal_to_noise, counts.norm}) {
    EXPECT_GE(count, 270);
    EXPECT_LE(count, 298);
  }
  EXPECT_NEAR(counts.squared_bias / counts.studies, 2, .1) << "noise has been taken for bias";
}

/// Where there is no bias, 0 is in the interval, and noise makes none in the mean.
TEST(SampledQuality, FindsNoBiasWhereThereIsNone) {
  const Coverage counts = cover(2, 2, 0);
  EXPECT_GE(counts.bias, 280);
  EXPECT_NEAR(counts.squared_bias / counts.studies, 0, .05);
}

/// The estimator has no direction: the norm of its mean, without the bias of noise, is often below
/// 0.
TEST(SampledQuality, HasACosineWithAnIntervalOrNone) {
  std::mt19937_64 bits(5);
  int hidden = 0;
  for (int study = 0; study < 100; ++study) {
    const Estimate cosine = sampled_moments(draw(bits, 0, 2, 0)).cosine;
    EXPECT_EQ(std::isnan(cosine.low), std::isnan(cosine.value));
    EXPECT_EQ(std::isnan(cosine.high), std::isnan(cosine.value));
    hidden += std::isnan(cosine.value) ? 1 : 0;
  }
  EXPECT_GE(hidden, 40);
}

}  // namespace
}  // namespace lingan::sampled_quality_test
