/// A reward that only the test of variants knows.
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/reward_cards.h>

namespace lingan {

RewardCard toy_reward_card() {
  return {.name = "toy", .summary = "a reward to play with", .paper = "none"};
}

SentenceValue make_toy_reward(const RewardRequest& request) {
  return make_reward("logit", request);
}

}  // namespace lingan
