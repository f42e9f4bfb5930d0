#include <lingan/gan/training/lookahead.h>

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <string>

#include <lingan/base/error.h>

#include "tests/gan/training/small_run.h"

namespace lingan::lookahead_test {
namespace {

struct Player : torch::nn::Module {
  explicit Player(double first)
      : at(register_parameter("at", torch::full({1}, first, torch::kFloat64))) {}
  void move(double by) {
    const torch::NoGradGuard no_gradient;
    at += by;
  }
  double value() const { return at.item<double>(); }
  torch::Tensor at;
};

TEST(Lookahead, MovesBothPlayersBackAfterEveryKRounds) {
  Player g(1.0), d(10.0);
  Lookahead lookahead({&g, &d}, {.every = 2, .share = 0.25});
  lookahead.begin();
  for (int64_t round = 1; round <= 4; ++round) {
    g.move(4.0);
    d.move(-8.0);
    lookahead.finish_round(round);
    // 1 + (9 - 1) / 4 = 3, and 10 + (-6 - 10) / 4 = 6; from there again as far.
    if (round == 2) {
      EXPECT_DOUBLE_EQ(g.value(), 3.0);
      EXPECT_DOUBLE_EQ(d.value(), 6.0);
    }
  }
  EXPECT_DOUBLE_EQ(g.value(), 5.0);
  EXPECT_DOUBLE_EQ(d.value(), 2.0);
}

/// Gradient steps on min over x, max over y of x y, both at once.
double distance_after(int64_t rounds, int64_t every) {
  Player x(1.0), y(0.5);
  Lookahead lookahead({&x, &y}, {.every = every, .share = 0.5});
  lookahead.begin();
  constexpr double kRate = 0.1;
  for (int64_t round = 1; round <= rounds; ++round) {
    const double at_x = x.value(), at_y = y.value();
    x.move(-kRate * at_y);
    y.move(kRate * at_x);
    lookahead.finish_round(round);
  }
  return std::hypot(x.value(), y.value());
}

/// Each step leads sqrt(1 + rate^2) times as far away from the equilibrium (0, 0). With z = x + i y
/// it is z -> (1 + i rate) z, and k of them with lookahead z -> (1 + (1 + i rate)^k) / 2 z, which
/// is a contraction for k = 5 (Chavdarova et al. 2021).
TEST(Lookahead, SolvesTheBilinearGame) {
  const double first = std::hypot(1.0, 0.5);
  EXPECT_NEAR(distance_after(400, 401), first * std::pow(1.01, 200), 1e-9);
  const std::complex<double> each = {1.0, 0.1}, all = (1.0 + std::pow(each, 5)) / 2.0;
  EXPECT_NEAR(distance_after(400, 5), first * std::pow(std::abs(all), 80), 1e-9);
  EXPECT_LT(distance_after(400, 20), 1e-4);
}

TEST(Lookahead, ContinuesAsIfItHadNeverStopped) {
  Player whole(1.0), resumed(7.0);
  Lookahead first({&whole}, {.every = 2, .share = 0.3}), second({&resumed}, {2, 0.3});
  TensorFile file;
  first.save("lookahead.", file);
  EXPECT_TRUE(file.tensors.empty()) << "the phase has not begun";
  second.restore("lookahead.", file);
  first.begin();
  whole.move(1.0);
  first.finish_round(1);
  first.save("lookahead.", file);
  EXPECT_EQ(file.tensors.size(), 1U);
  resumed.move(whole.value() - resumed.value());
  second.restore("lookahead.", file);
  for (Player* player : {&whole, &resumed}) player->move(1.0);
  first.finish_round(2);
  second.finish_round(2);
  EXPECT_DOUBLE_EQ(whole.value(), 1.6);
  EXPECT_EQ(resumed.value(), whole.value());
  file.tensors["lookahead.0"] = torch::zeros({3});
  EXPECT_THROW(second.restore("lookahead.", file), InputError);
}

/// After the last step of a run whose players went back after every round, G is where it was slow.
TEST(Lookahead, EndsTheRoundsOfATraining) {
  Recipe recipe = testing::small_recipe("gumbel-softmax");
  const auto trained = [&] {
    Trainer trainer(recipe, testing::counting_data(), 5);
    testing::Watcher watcher;
    trainer.run(watcher);
    return trainer.save();
  };
  const TensorFile plain = trained();
  recipe.training.lookahead_every = 1;
  const TensorFile ahead = trained();
  const std::string weight = "generator.embedding";
  ASSERT_TRUE(ahead.tensors.contains(weight));
  EXPECT_TRUE(torch::equal(ahead.tensors.at("lookahead.0"), ahead.tensors.at(weight)));
  EXPECT_FALSE(torch::equal(plain.tensors.at(weight), ahead.tensors.at(weight)));
  recipe.training.lookahead_every = 100;  // more than there are rounds
  EXPECT_TRUE(torch::equal(plain.tensors.at(weight), trained().tensors.at(weight)));
}

}  // namespace
}  // namespace lingan::lookahead_test
