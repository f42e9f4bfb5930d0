#include <lingan/run/evaluation/candidate_weights.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/engine/rollouts/filling_rollouts.h>

namespace lingan::candidate_weights_test {
namespace {

TEST(CandidateWeights, AreWhatTheKnownTokensAreWorth) {
  TokenBatch known = TokenBatch::filled(2, 3, 0);
  known.tokens = {7, engine::kHole, 2, engine::kHole, 5, 2};
  const std::vector<float> of_model = {-1, -2, -4, -8, -16, -32};
  const std::vector<float> of_filler = {-99, -1.5, -99, -7, -99, -99};
  EXPECT_EQ(candidate_log_weights(known, of_model, of_filler), (std::vector<double>{-5.5, -49}));
}

TEST(CandidateWeights, AreTheSharesOfWhatIsDrawn) {
  const std::vector<double> weights = {-1000 + std::log(1.0), -1000 + std::log(2.0), -2000,
                                       -1000 + std::log(5.0)};
  std::vector<int> counts(4, 0);
  for (int i = 0; i < 800; ++i)
    ++counts[static_cast<size_t>(drawn_by_weight(weights, (i + 0.5) / 800))];
  EXPECT_EQ(counts, (std::vector<int>{100, 200, 0, 500}));
}

}  // namespace
}  // namespace lingan::candidate_weights_test
