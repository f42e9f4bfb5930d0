#include <lingan/engine/rollouts/prefix_states.h>

#include <gtest/gtest.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::prefix_states_test {
namespace {

TEST(PrefixStates, HoldTheStateAfterEveryPrefixOfARange) {
  const SmallGenerator generator(Cell::kLstm, {30, 5, 7, 1});
  SampleRequest request;
  request.rows = 20;
  request.length = 6;
  const TokenBatch sentences = generator.rollouts(kSpecials).sample(request).tokens;
  const auto stepper = generator.stepper();
  const PrefixStates prefixes(*stepper, sentences, kSpecials.bos, {3, 15});
  for (int64_t r = 3; r < 18; ++r) {
    PlainRecurrence plain(generator);
    int32_t fed = kSpecials.bos;
    for (int32_t t = 0; t < sentences.lengths[r]; ++t) {
      plain.feed(fed);
      fed = sentences.row(r)[t];
      for (int j = 0; j < 7; ++j) {
        ASSERT_NEAR(prefixes.state(r, t)[j], plain.hidden()[j], 2e-6);
        ASSERT_NEAR(prefixes.state(r, t)[7 + j], plain.cell()[j], 2e-6);
        ASSERT_EQ(prefixes.hidden(r, t)[j], prefixes.state(r, t)[j]);
      }
    }
  }
}

}  // namespace
}  // namespace lingan::engine::prefix_states_test
