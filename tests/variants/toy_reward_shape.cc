/// A shape of rewards that only the test of variants knows.
#include <lingan/gan/strategies/reward_shape.h>
#include <lingan/gan/strategies/reward_shape_cards.h>

namespace lingan {

RewardShapeCard toy_shape_card() {
  return {.name = "toy", .summary = "a shape to play with", .paper = "none"};
}

RewardShape make_toy_shape(double) {
  return [](const torch::Tensor& rewards, const torch::Tensor&) { return rewards + 1; };
}

}  // namespace lingan
