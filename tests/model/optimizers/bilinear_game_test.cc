/// The game min over x, max over y of x y, where each player's best answer runs away from the
/// other's: steps that know nothing of the opponent's circle around the equilibrium (0, 0).
#include <gtest/gtest.h>

#include <cmath>

#include <lingan/model/optimizers/optimizer.h>

namespace lingan::bilinear_game_test {
namespace {

struct Player : torch::nn::Module {
  explicit Player(float first)
      : at(register_parameter("at", torch::full({1}, first, torch::kFloat32))) {}
  torch::Tensor at;
};

struct Rules {
  bool predict_x = false, predict_y = false;
  double historical_averaging = 0.0;
};

/// How far from the equilibrium alternating steps end that began at (1, 1/2).
double distance_after(int rounds, const Rules& rules, double beta1 = 0.0) {
  OptimizerOptions options{.learning_rate = 0.05, .beta1 = beta1};
  options.historical_averaging = rules.historical_averaging;
  Player x(1.0f), y(0.5f);
  Optimizer move_x(x, options), move_y(y, options);
  if (rules.predict_x) move_x.keep_last_step();
  if (rules.predict_y) move_y.keep_last_step();
  const auto step = [](Player& player, Optimizer& own, Optimizer& of_opponent,
                       const torch::Tensor& opponent, float sign) {
    const PredictedWeights predicted(of_opponent);
    own.zero_grad();
    (sign * player.at * opponent.detach()).sum().backward();
    own.step(0.0);
  };
  for (int round = 0; round < rounds; ++round) {
    step(x, move_x, move_y, y.at, 1.0f);
    step(y, move_y, move_x, x.at, -1.0f);
  }
  return std::hypot(x.at.item<double>(), y.at.item<double>());
}

/// Yadav et al. 2018: either player's prediction is enough.
TEST(BilinearGame, IsSolvedByAPredictionOfEitherPlayer) {
  EXPECT_GT(distance_after(1000, {}), 0.3);
  EXPECT_LT(distance_after(1000, {.predict_x = true}), 1e-3);
  EXPECT_LT(distance_after(1000, {.predict_y = true}), 1e-3);
  EXPECT_LT(distance_after(1000, {.predict_x = true, .predict_y = true}), 1e-6);
}

/// Salimans et al. 2016, sec. 3.3: games that gradient descent does not solve. Momentum drives the
/// players outwards, and the mean of the past is near the middle of their circles.
TEST(BilinearGame, IsSolvedByAPullToThePast) {
  EXPECT_GT(distance_after(1000, {}, 0.5), 2.0);
  EXPECT_LT(distance_after(1000, {.historical_averaging = 0.2}, 0.5), 0.1);
}

}  // namespace
}  // namespace lingan::bilinear_game_test
