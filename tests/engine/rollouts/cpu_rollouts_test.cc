#include <lingan/engine/rollouts/cpu_rollouts.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <lingan/base/error.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::cpu_rollouts_test {
namespace {

const SmallGenerator& small() {
  static const SmallGenerator generator(Cell::kGru, {5, 3, 4});
  return generator;
}

TEST(CpuRollouts, WantABosOfTheVocabulary) {
  EXPECT_NO_THROW(small().rollouts({.pad = 0, .bos = 4, .eos = 2, .unk = 3}));
  EXPECT_THROW(small().rollouts({.pad = 0, .bos = 5, .eos = 2, .unk = 3}), UsageError);
  EXPECT_THROW(small().rollouts({.pad = 0, .bos = -1, .eos = 2, .unk = 3}), UsageError);
}

/// Another bos is another first input, and so the sentences' probabilities are others.
TEST(CpuRollouts, FeedBosFirst) {
  TokenBatch one = TokenBatch::filled(1, 1, 3);
  one.lengths[0] = 1;
  for (const int32_t bos : {0, 1, 4}) {
    PlainRecurrence plain(small());
    plain.feed(bos);
    const auto result =
        small().rollouts({.pad = 0, .bos = bos, .eos = 2, .unk = 3}).log_probabilities(one);
    EXPECT_NEAR(result[0], plain.log_softmax()[3], 1e-5) << bos;
  }
}

/// Sentences that end with eos at the first, second or third token, or have no end there.
TEST(CpuRollouts, GiveAllSentencesTogetherTheProbabilityOne) {
  const CpuRollouts rollouts = small().rollouts(kSpecials);
  double total = 0;
  for (int32_t length = 1; length <= 3; ++length) {
    for (int32_t code = 0; code < 125; ++code) {
      TokenBatch one = TokenBatch::filled(1, 3, kSpecials.pad);
      const int32_t digits[] = {code / 25, code / 5 % 5, code % 5};
      std::copy_n(digits, length, one.tokens.begin());
      if (std::any_of(digits + length, digits + 3, [](int32_t digit) { return digit != 0; })) {
        continue;  // another code has the same first tokens
      }
      const bool ends = digits[length - 1] == kSpecials.eos;
      const bool has_eos_before = std::find(digits, digits + length - 1, 2) != digits + length - 1;
      if (has_eos_before || (!ends && length < 3)) continue;
      one.lengths[0] = length;
      const auto log_p = rollouts.log_probabilities(one);
      total += std::exp(std::accumulate(log_p.begin(), log_p.end(), 0.0));
    }
  }
  EXPECT_NEAR(total, 1.0, 1e-5);
}

TEST(CpuRollouts, AreOnNoDeviceAndHaveLikelihoods) {
  const CpuRollouts rollouts = small().rollouts(kSpecials);
  EXPECT_EQ(rollouts.on_device(), nullptr);
  EXPECT_TRUE(rollouts.has_likelihood());
}

}  // namespace
}  // namespace lingan::engine::cpu_rollouts_test
