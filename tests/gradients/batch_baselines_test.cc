#include <gtest/gtest.h>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::batch_baselines_test {
namespace {

using namespace testing;

/// The estimate of K sequences by its definition, over all K-tuples.
/// @param others_only  a sequence's baseline is the mean of the others' rewards; else of all.
Moments by_tuples(const GradientTable& table, size_t batch, bool others_only) {
  std::vector<Sequence> all;
  for_each_sequence(table, [&](const Sequence& x) { all.push_back(x); });
  return enumerate(table, [&](const Visit& visit) {
    std::vector<size_t> tuple(batch, 0);
    for (bool more = true; more;) {
      double probability = 1, total = 0;
      for (const size_t i : tuple) probability *= all[i].probability, total += all[i].reward;
      std::vector<double> estimate(static_cast<size_t>(table.rows() * table.vocabulary()));
      for (const size_t i : tuple) {
        const double count = static_cast<double>(batch);
        const double baseline = others_only ? (total - all[i].reward) / (count - 1) : total / count;
        for (size_t t = 0; t < all[i].tokens.size(); ++t) {
          const auto policy = table.policy(all[i].prefixes[t]);
          const auto first = static_cast<size_t>(table.row_of(all[i].prefixes[t])) * policy.size();
          for (size_t token = 0; token < policy.size(); ++token) {
            const double hit = static_cast<int64_t>(token) == all[i].tokens[t] ? 1 : 0;
            estimate[first + token] += (all[i].reward - baseline) / count * (hit - policy[token]);
          }
        }
      }
      visit(probability, estimate);
      size_t place = 0;
      while (place < batch && ++tuple[place] == all.size()) tuple[place++] = 0;
      more = place < batch;
    }
  });
}

TEST(BatchBaselines, HaveTheMomentsOfAllTuples) {
  for (const GradientTable& table : {uneven(false), uneven(true), cubic(), three_bits(-4)}) {
    for (const size_t batch : {2U, 3U}) {
      for (const bool others_only : {false, true}) {
        const char* name = others_only ? "leave-one-out" : "batch-mean";
        const Moments moments = moments_of(table, name, samples(static_cast<int64_t>(batch)));
        const Moments expected = by_tuples(table, batch, others_only);
        for (size_t i = 0; i < expected.mean.size(); ++i) {
          EXPECT_NEAR(moments.mean[i], expected.mean[i], 1e-12) << name << batch;
        }
        for (size_t i = 0; i < expected.variances.size(); ++i) {
          EXPECT_NEAR(moments.variances[i], expected.variances[i], 1e-12) << name << batch;
        }
      }
    }
  }
}

TEST(BatchBaselines, HaveThePublishedVariancesOfThreeBits) {
  EXPECT_NEAR(variance_of(three_bits(0), "leave-one-out", samples(2)) / 2, .007275, 1e-12);
  EXPECT_NEAR(variance_of(three_bits(0), "leave-one-out", samples(4)) / 2, .0019875, 1e-12);
  EXPECT_NEAR(variance_of(three_bits(0), "leave-one-out", samples(8)) / 2, .0007580357, 5e-11);
  EXPECT_NEAR(variance_of(three_bits(-4), "leave-one-out", samples(2)) / 2, .000381025, 5e-10);
  EXPECT_NEAR(variance_of(three_bits(-4), "leave-one-out", samples(4)) / 2, .000182276, 5e-10);
  EXPECT_NEAR(variance_of(three_bits(-4), "leave-one-out", samples(8)) / 2, 8.996158e-5, 5e-12);
}

TEST(BatchBaselines, HaveTheVariancesOfSequencesThatWereComputedElsewhere) {
  const auto per_sample = [](const GradientTable& table, int64_t number) {
    return static_cast<double>(number) * variance_of(table, "leave-one-out", samples(number));
  };
  EXPECT_NEAR(per_sample(sine_policy(false), 2), .1781885, 5e-8);
  EXPECT_NEAR(per_sample(sine_policy(false), 4), .1200926, 5e-8);
  EXPECT_NEAR(per_sample(sine_policy(false), 8), .1034938, 5e-8);
  EXPECT_NEAR(per_sample(sine_policy(false), 16), .0968542, 5e-8);
  EXPECT_NEAR(per_sample(sine_policy(true), 2), .0179438, 5e-8);
  EXPECT_NEAR(per_sample(sine_policy(true), 4), .0136657, 5e-8);
  EXPECT_NEAR(per_sample(sine_policy(true), 8), .0124434, 5e-8);
  EXPECT_NEAR(per_sample(sine_policy(true), 16), .0119545, 5e-8);
}

/// It does not always help: beside reinforce's 3.125, 2.069 and 1.2008.
TEST(BatchBaselines, HaveTheVariancesOfOneTokenThatWereComputedElsewhere) {
  EXPECT_NEAR(variance_of(linear(), "leave-one-out", samples(2)), 1.122285, 5e-7);
  EXPECT_NEAR(variance_of(quadratic(), "leave-one-out", samples(2)), .423637, 5e-7);
  EXPECT_NEAR(variance_of(cubic(), "leave-one-out", samples(2)), 5.461, 5e-4);
}

TEST(BatchBaselines, OfAllSequencesShortenTheGradient) {
  const auto quality = quality_of(sine_policy(false), "batch-mean", samples(4));
  EXPECT_NEAR(quality.bias, 0.0714344800692094 / 4, 1e-12);
  EXPECT_NEAR(quality.cosine, 1, 1e-12);
  EXPECT_LT(bias_of(sine_policy(false), "leave-one-out", samples(4)), 1e-12);
}

}  // namespace
}  // namespace lingan::gradients::batch_baselines_test
